using System;
using System.Threading;
using Pmip.Appliance.Desk;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Diagnosis.Probes;

/// <summary>What one question came to.</summary>
/// <param name="Answer">The answer; none when the time was over.</param>
/// <param name="From">Who answered.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Mtu">With <see cref="EchoAnswer.TooBig"/>: what fits.</param>
/// <param name="Sending">How sending ended.</param>
internal readonly record struct EchoResult(EchoAnswer Answer, IpAddress From, Duration Time, int Mtu, LinuxStatus Sending);

/// <summary>Asks one destination for echoes, one at a time. For a thread of the desk.</summary>
internal sealed class EchoProber : IDisposable
{
    private const int MessageTooLong = 90; // EMSGSIZE
    private static int s_lastIdentifier;
    private readonly EchoSocket _socket;
    private readonly IpAddress _destination;
    private readonly ushort _identifier;
    private readonly byte[] _room = new byte[65536];
    private ushort _sequence;

    private EchoProber(EchoSocket socket, IpAddress destination)
    {
        _socket = socket;
        _destination = destination;
        _identifier = NextIdentifier();
    }

    /// <summary>Opens the way to a destination, from an address of ours unless it is unspecified.</summary>
    public static LinuxStatus TryOpen(IpAddress destination, IpAddress source, out EchoProber? prober)
    {
        LinuxStatus status = EchoSocket.TryOpen(destination, source, out EchoSocket? socket);
        prober = socket is null ? null : new EchoProber(socket, destination);
        return status;
    }

    /// <summary>A number for requests that no other probe of this process has at present.</summary>
    public static ushort NextIdentifier() =>
        unchecked((ushort)(Environment.ProcessId * 31 + Interlocked.Increment(ref s_lastIdentifier)));

    /// <summary>Asks once, with so many octets of payload and so many hops, and waits for the answer at most so long.</summary>
    public EchoResult Ask(int payload, int hops, Duration patience, IAnswer asker)
    {
        ushort sequence = unchecked(++_sequence);
        byte[] request = new byte[EchoMessage.HeaderLength + payload];
        EchoMessage.WriteRequest(request, _destination.IsIPv4, _identifier, sequence);
        LinuxStatus status = _socket.SetHopLimit(hops);
        Instant start = MonotonicClock.Now;
        status = status.IsOk ? _socket.Send(_destination, request) : status;
        if (!status.IsOk)
        {
            int mtu = 0;
            bool isTooBig = status.Errno == MessageTooLong && EchoSocket.TryAskPath(_destination, default, out mtu, out _).IsOk;
            return new EchoResult(isTooBig ? EchoAnswer.TooBig : EchoAnswer.None, default, default, mtu, status);
        }

        Instant end = start.Plus(patience);
        while (!asker.IsAbandoned)
        {
            Instant now = MonotonicClock.Now;
            if (now >= end || !_socket.Wait(Shorter(end.Since(now))))
            {
                if (now >= end)
                {
                    break;
                }

                continue;
            }

            while (_socket.TryReceive(_room, out IpAddress from, out ReadOnlySpan<byte> message))
            {
                EchoAnswer answer = EchoMessage.Read(message, _destination.IsIPv4, _identifier, out ushort of, out int mtu);
                if (answer != EchoAnswer.None && of == sequence)
                {
                    return new EchoResult(answer, from, MonotonicClock.Now.Since(start), mtu, status);
                }
            }
        }

        return new EchoResult(EchoAnswer.None, default, patience, 0, status);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // So that an asker who has gone is noticed.
    private static Duration Shorter(Duration left) => left > Duration.FromMilliseconds(200) ? Duration.FromMilliseconds(200) : left;
}
