using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Threading;
using Pmip.Appliance.Control;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Desk;

/// <summary>
/// Asks the control loop over the channels of its <see cref="ControlServer"/>. It belongs to the process: each life of the node
/// attaches the channels of its own loop, and takes them away again.
/// </summary>
internal sealed class LoopPort : ILoopPort
{
    // The loop answers between two steps; what takes longer is a loop that stands still, and the watchdog's affair.
    private static readonly Duration Patience = Duration.FromSeconds(30);
    private static readonly Duration CancelPatience = Duration.FromSeconds(2);
    private static readonly Duration Glance = Duration.FromMilliseconds(250);
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private Stack<LocalStreamConnection>? _free;

    /// <summary>A loop begins to answer; disposing the result takes its channels away.</summary>
    public IDisposable Attach(LocalStreamConnection[] channels)
    {
        lock (_gate)
        {
            _free = new Stack<LocalStreamConnection>(channels);
            Monitor.PulseAll(_gate);
            return new Attachment(this, _free);
        }
    }

    /// <inheritdoc/>
    public void Ask(ReadOnlySpan<byte> line, ILoopReader reader)
    {
        if (line.Length >= ControlChannel.RequestLengthMax)
        {
            reader.Fail("tooLong", $"the request is longer than {ControlChannel.RequestLengthMax - 1} octets");
            return;
        }

        if (!TryTake(out Stack<LocalStreamConnection>? pool, out LocalStreamConnection? channel, out bool isBusy))
        {
            reader.Fail(
                isBusy ? "busy" : ILoopPort.NoNode,
                isBusy ? "the control loop answers too many requests at once, try again" : "no node runs in this process: it starts, or is in safe mode");
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(2 * ControlChannel.RowRoom);
        bool isClean = false;
        try
        {
            isClean = Send(channel, line) && Receive(channel, reader, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            GiveBack(pool, channel, isClean);
        }
    }

    private static bool Send(LocalStreamConnection channel, ReadOnlySpan<byte> line)
    {
        Span<byte> request = stackalloc byte[ControlChannel.RequestLengthMax];
        line.CopyTo(request);
        request[line.Length] = (byte)'\n';

        // The socket is empty, so a line always fits; if not, nobody is at the other end, and reading tells.
        return channel.Write(request[..(line.Length + 1)], out int length).IsOk && length == line.Length + 1;
    }

    // False when the channel can be of no more use: the loop has gone, or owes the rest of an answer.
    private static bool Receive(LocalStreamConnection channel, ILoopReader reader, byte[] buffer)
    {
        int end = 0;
        bool isCancelled = false;
        Instant deadline = MonotonicClock.Now.Plus(Patience);
        while (MonotonicClock.Now < deadline)
        {
            if (!isCancelled && reader.IsAbandoned)
            {
                isCancelled = true;
                deadline = MonotonicClock.Now.Plus(CancelPatience);
                channel.Write([ControlChannel.Cancel], out _);
            }

            if (channel.Wait(PollInterest.Read, null, Glance) == PollInterest.None)
            {
                continue;
            }

            LinuxStatus status = channel.Read(buffer.AsSpan(end), out int length);
            if (!status.IsOk || length == 0)
            {
                reader.Fail(ILoopPort.NoNode, "the node ended before it had answered");
                return false;
            }

            deadline = isCancelled ? deadline : MonotonicClock.Now.Plus(Patience);
            end += length;
            if (Dispatch(buffer, ref end, reader, isCancelled))
            {
                return true;
            }
        }

        if (!isCancelled)
        {
            reader.Fail("loopSilent", "the control loop does not answer");
        }

        return false;
    }

    // Hands on the lines that are whole; true with the last one of the answer.
    private static bool Dispatch(byte[] buffer, ref int end, ILoopReader reader, bool isCancelled)
    {
        int start = 0;
        bool isOver = false;
        while (!isOver)
        {
            int length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length < 0)
            {
                break;
            }

            ReadOnlySpan<byte> line = buffer.AsSpan(start, length);
            start += length + 1;
            isOver = line.StartsWith("."u8) || line.StartsWith("!"u8);
            if (!isCancelled)
            {
                HandOn(line, reader);
            }
        }

        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        return isOver;
    }

    private static void HandOn(ReadOnlySpan<byte> line, ILoopReader reader)
    {
        switch (line[0])
        {
            case (byte)'{':
                reader.Row(line);
                break;
            case (byte)'[':
                reader.Columns(line);
                break;
            case (byte)'=':
                reader.Text(line[1..]);
                break;
            case (byte)'!':
                string refusal = Encoding.UTF8.GetString(line[1..]);
                int blank = refusal.IndexOf(' ', StringComparison.Ordinal);
                reader.Fail(refusal[..blank], refusal[(blank + 1)..]);
                break;
        }
    }

    private bool TryTake(
        [NotNullWhen(true)] out Stack<LocalStreamConnection>? pool,
        [NotNullWhen(true)] out LocalStreamConnection? channel,
        out bool isBusy)
    {
        lock (_gate)
        {
            channel = null;
            bool isInTime = true;
            while (_free is not null && !_free.TryPop(out channel) && isInTime)
            {
                isInTime = Monitor.Wait(_gate, TurnPatience);
            }

            pool = _free;
            isBusy = _free is not null;
            return channel is not null;
        }
    }

    private void GiveBack(Stack<LocalStreamConnection> pool, LocalStreamConnection channel, bool isClean)
    {
        lock (_gate)
        {
            if (isClean && ReferenceEquals(pool, _free))
            {
                _free.Push(channel);
                Monitor.Pulse(_gate);
                return;
            }
        }

        channel.Dispose();
    }

    private void Detach(Stack<LocalStreamConnection> channels)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_free, channels))
            {
                _free = null;
            }

            while (channels.TryPop(out LocalStreamConnection? channel))
            {
                channel.Dispose();
            }

            Monitor.PulseAll(_gate);
        }
    }

    private sealed class Attachment(LoopPort port, Stack<LocalStreamConnection> channels) : IDisposable
    {
        public void Dispose() => port.Detach(channels);
    }
}
