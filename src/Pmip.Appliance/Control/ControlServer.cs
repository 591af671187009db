using System;
using Pmip.Foundation;
using Pmip.Foundation.Time;
using Pmip.Linux;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Control;

/// <summary>What the loop must watch a channel for, or that it is over.</summary>
public enum ControlInterest : byte
{
    /// <summary>Wait until it can be read.</summary>
    Read,

    /// <summary>Wait until it can be written.</summary>
    Write,

    /// <summary>Stop watching it, then call <see cref="ControlServer.Close"/>.</summary>
    Close,
}

/// <summary>
/// Answers the threads of the desk, driven by the control loop. The channels are pairs of sockets within the process: nobody else
/// can open one. On each a line is asked and answered after the other; <see cref="ControlChannel"/> has the form. Each call does a
/// bounded amount of work, so that a table of a million rows streams between the steps of the engines, and allocates nothing.
/// </summary>
public sealed class ControlServer : IDisposable
{
    /// <summary>Lines that may be answered at once: a thread waits while all are busy.</summary>
    public const int ChannelsMax = 12;

    /// <summary>Table positions that one call looks at.</summary>
    public const int PositionsPerTurn = 256;

    private readonly ControlChannel[] _channels = new ControlChannel[ChannelsMax];
    private readonly ControlRequests _requests;
    private readonly JsonRowWriter _json = new();

    private ControlServer(ControlRequests requests) => _requests = requests;

    /// <summary>
    /// Makes a server that answers from <paramref name="sources"/> and lets <paramref name="actions"/> happen. The other ends of
    /// its channels are <paramref name="ends"/>, for who asks.
    /// </summary>
    internal static LinuxStatus TryOpen(ConsoleSources sources, IOperatorActions actions, out ControlServer? server, out LocalStreamConnection[] ends)
    {
        server = new ControlServer(new ControlRequests(sources, actions));
        ends = new LocalStreamConnection[ChannelsMax];
        for (int i = 0; i < ChannelsMax; i++)
        {
            LinuxStatus status = LocalStreamConnection.TryPair(out LocalStreamConnection? ours, out LocalStreamConnection? theirs);
            if (!status.IsOk || ours is null || theirs is null)
            {
                server.Dispose();
                server = null;
                Array.ForEach(ends, end => end?.Dispose());
                return status;
            }

            server._channels[i] = new ControlChannel(ours);
            ends[i] = theirs;
        }

        server.Rehearse();
        return LinuxStatus.Ok;
    }

    /// <summary>True until the channel was closed.</summary>
    public bool IsOpen(int slot) => _channels[slot].Stream.IsOpen;

    /// <summary>The descriptor to watch, first for reading.</summary>
    public int DescriptorOf(int slot) => Open(slot).Stream.Descriptor;

    /// <summary>The channel can be read.</summary>
    public ControlInterest OnReadable(int slot)
    {
        ControlChannel channel = Open(slot);
        if (channel.Phase != ControlPhase.Request)
        {
            return ControlInterest.Write;
        }

        LinuxStatus status = channel.Stream.Read(channel.RequestRoom, out int length);
        if (status.IsWouldBlock)
        {
            return ControlInterest.Read;
        }

        if (!status.IsOk || length == 0)
        {
            return ControlInterest.Close;
        }

        channel.Received(length);
        if (channel.TryTakeLine(out ReadOnlySpan<byte> line))
        {
            channel.Phase = ControlPhase.Drain;
            _requests.Answer(channel, line);
            Begin(channel);
            return ControlInterest.Write;
        }

        // Only the desk asks, and it knows how long a line may be.
        return channel.RequestRoom.IsEmpty ? ControlInterest.Close : ControlInterest.Read;
    }

    /// <summary>The channel can be written.</summary>
    public ControlInterest OnWritable(int slot, Instant now)
    {
        ControlChannel channel = Open(slot);
        if (channel.Phase == ControlPhase.Request)
        {
            return ControlInterest.Read;
        }

        if (channel.Unsent.IsEmpty)
        {
            Fill(channel, now);
        }

        if (!channel.Unsent.IsEmpty)
        {
            LinuxStatus status = channel.Stream.Write(channel.Unsent, out int length);
            if (!status.IsOk && !status.IsWouldBlock)
            {
                return ControlInterest.Close;
            }

            channel.Sent(length);
        }

        if (channel.Phase == ControlPhase.Drain && channel.Unsent.IsEmpty)
        {
            channel.Phase = ControlPhase.Request;
            return ControlInterest.Read;
        }

        return ControlInterest.Write;
    }

    /// <summary>Ends a channel.</summary>
    public void Close(int slot) => Open(slot).Stream.Close();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ControlChannel? channel in _channels)
        {
            channel?.Dispose();
        }

        _json.Dispose();
    }

    // What the writers make of themselves at the first use is made now, not in the loop.
    private void Rehearse()
    {
        foreach (ConsoleTable table in _requests.Tables)
        {
            _json.Begin();
            table.WriteColumns(_json);
            _ = _json.End();
        }
    }

    private ControlChannel Open(int slot)
    {
        Invariant.Require(_channels[slot].Stream.IsOpen);
        return _channels[slot];
    }

    private void Begin(ControlChannel channel)
    {
        if (channel.Table is not ConsoleTable table)
        {
            return;
        }

        if (!table.Description.IsEmpty)
        {
            channel.Append("="u8);
            channel.AppendVisible(table.Description);
            channel.Append("\n"u8);
        }

        channel.Append(_requests.ColumnsOf(table));
        channel.Append("\n"u8);
    }

    private void Fill(ControlChannel channel, Instant now)
    {
        ConsoleTable? table = channel.Table;
        if (table is null || channel.Phase != ControlPhase.Rows)
        {
            return;
        }

        int end = Math.Min(channel.Position + PositionsPerTurn, table.Capacity);
        bool isOver = channel.IsCancelled();
        while (!isOver && channel.Position < end && channel.Room.Length > ControlChannel.RowRoom)
        {
            _json.Begin();
            if (table.TryWriteRow(channel.Position, now, _json))
            {
                channel.Append(_json.End());
                channel.Append("\n"u8);
                isOver = --channel.RowsLeft == 0;
            }

            channel.Position++;
        }

        if (isOver || channel.Position >= table.Capacity)
        {
            channel.Append(".\n"u8);
            channel.EndTable();
        }
    }
}
