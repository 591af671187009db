using System;
using Pmip.Appliance.Control;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;

namespace Pmip.Appliance.Host;

/// <summary>Drives the control socket from the loop: accepts, lets each connection do a bounded amount, and closes.</summary>
internal sealed class ConsoleDriver(LocalStreamListener listener, ControlServer server, EventPoll poll, TurnClock clock) : IDisposable
{
    private readonly LocalStreamConnection _arriving = new();

    /// <summary>Number of the listener among the sources of <see cref="LoopSource.Control"/>; the others are connection slots.</summary>
    public const int ListenerNumber = ControlServer.ConnectionsMax;

    /// <summary>When a silent client has to be dropped.</summary>
    public Instant NextDeadline => server.NextDeadline;

    /// <summary>The descriptor of the listener.</summary>
    public int ListenerDescriptor => listener.Descriptor;

    /// <summary>The listener or a connection is ready.</summary>
    public void Ready(int number, in PollEvent ready)
    {
        if (number == ListenerNumber)
        {
            Accept();
            return;
        }

        ControlInterest interest = ready.IsWritable ? server.OnWritable(number, clock.Now) : server.OnReadable(number, clock.Now);
        Follow(number, interest);
    }

    /// <summary>Drops clients that were silent too long.</summary>
    public void Expire()
    {
        while (server.TryExpire(clock.Now, out int slot))
        {
            Close(slot);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _arriving.Dispose();

    private void Accept()
    {
        for (int i = 0; i < ControlServer.ConnectionsMax && listener.TryAccept(_arriving).IsOk; i++)
        {
            int slot = server.Accept(_arriving, clock.Now);
            if (slot >= 0 && !poll.Add(server.DescriptorOf(slot), LoopToken.Of(LoopSource.Control, slot), PollInterest.Read).IsOk)
            {
                server.Close(slot);
            }
        }
    }

    private void Follow(int slot, ControlInterest interest)
    {
        if (interest == ControlInterest.Close)
        {
            Close(slot);
            return;
        }

        PollInterest wanted = interest == ControlInterest.Write ? PollInterest.Write : PollInterest.Read;
        if (!poll.Modify(server.DescriptorOf(slot), LoopToken.Of(LoopSource.Control, slot), wanted).IsOk)
        {
            Close(slot);
        }
    }

    private void Close(int slot)
    {
        poll.Remove(server.DescriptorOf(slot));
        server.Close(slot);
    }
}
