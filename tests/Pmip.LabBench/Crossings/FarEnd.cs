using System;
using System.Runtime.InteropServices;
using System.Threading;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Lab.Processes;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;

namespace Pmip.LabBench.Crossings;

/// <summary>
/// The server: answers questions, measures what comes up, and sends down to each sampled device on its own account, so that a loss on
/// the way up is none on the way down. SIGHUP makes it report what it has measured, and end.
/// </summary>
internal sealed class FarEnd
{
    public const string Word = "far-end";
    private const int DevicesMax = 4096;
    private const int GapsMax = 1 << 16;

    private readonly UdpSocket _socket;
    private readonly DatagramBatch _arrived = new(256, 128);
    private readonly DatagramBatch _leaving = new(256, 128);
    private readonly IpAddress[] _address = new IpAddress[DevicesMax];
    private readonly int[] _sampled = new int[DevicesMax];
    private readonly GapMeter _meter = new(DevicesMax, GapsMax);
    private readonly Beat _beat;
    private int _sampledCount;
    private int _isReportAsked;

    private FarEnd(UdpSocket socket, int sampled)
    {
        _socket = socket;
        _beat = new Beat(sampled);
    }

    internal static int Run(string address, int sampled)
    {
        if (!UdpSocket.TryOpen(IpAddress.Parse(address), Parcel.Port, out UdpSocket? socket).IsOk || !EventPoll.TryOpen(out EventPoll? poll).IsOk)
        {
            throw new LabException($"no socket at {address}");
        }

        FarEnd server = new(socket!, sampled);
        using PosixSignalRegistration report = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Volatile.Write(ref server._isReportAsked, 1);
        });
        poll!.Add(socket!.Descriptor, 0, PollInterest.Read);
        Console.WriteLine("listening");
        PollEvent[] ready = new PollEvent[4];
        server._beat.Begin(Now);
        while (Interlocked.Exchange(ref server._isReportAsked, 0) == 0)
        {
            poll.Wait(ready, Duration.FromMilliseconds(1), out int count);
            if (count > 0)
            {
                server.Receive();
            }

            server.SendDown();
        }

        server._meter.Finish(Now).Print("up");
        Console.WriteLine($"late {server._beat.LatestMicroseconds}");
        poll.Dispose();
        socket.Dispose();
        return 0;
    }

    private static long Now => MonotonicClock.Now.Microseconds;

    private void Receive()
    {
        while (_socket.Receive(_arrived, out int count).IsOk && count > 0)
        {
            long now = Now;
            for (int i = 0; i < count; i++)
            {
                if (Parcel.TryRead(_arrived.OctetsOf(i), out Parcel parcel) && parcel.Device is >= 0 and < DevicesMax)
                {
                    Take(parcel, _arrived.AddressOf(i), now);
                }
            }

            Flush();
        }
    }

    private void Take(in Parcel parcel, IpAddress from, long now)
    {
        switch (parcel.Kind)
        {
            case ParcelKind.Question:
                Add(parcel with { Kind = ParcelKind.Answer }, from);
                break;
            case ParcelKind.Up:
                if (!_meter.IsKnown(parcel.Device))
                {
                    _address[parcel.Device] = from;
                    _sampled[_sampledCount++] = parcel.Device;
                }

                _meter.Arrived(parcel.Device, parcel.Handover, now);
                break;
            case ParcelKind.End:
                _meter.Ended(parcel.Device);
                break;
        }
    }

    private void SendDown()
    {
        while (_beat.TryTake(Now, out int turn))
        {
            if (turn < _sampledCount)
            {
                Add(new Parcel(ParcelKind.Down, _sampled[turn], 0), _address[_sampled[turn]]);
            }
        }

        Flush();
    }

    private void Add(in Parcel parcel, IpAddress to)
    {
        if (!_leaving.TryAdd(to, Parcel.Port, Parcel.Length, out Span<byte> room))
        {
            Flush();
            _leaving.TryAdd(to, Parcel.Port, Parcel.Length, out room);
        }

        parcel.Write(room);
    }

    private void Flush()
    {
        if (_leaving.Count > 0)
        {
            _socket.Send(_leaving);
        }
    }
}
