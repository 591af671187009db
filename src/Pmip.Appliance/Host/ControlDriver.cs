using Pmip.Appliance.Control;
using Pmip.Linux;
using Pmip.Linux.Polling;

namespace Pmip.Appliance.Host;

/// <summary>Drives the channels of the desk from the loop: lets each do a bounded amount, and closes those whose other end is gone.</summary>
internal sealed class ControlDriver(ControlServer server, EventPoll poll, TurnClock clock)
{
    /// <summary>Watches all channels.</summary>
    public LinuxStatus Watch()
    {
        LinuxStatus status = LinuxStatus.Ok;
        for (int slot = 0; slot < ControlServer.ChannelsMax && status.IsOk; slot++)
        {
            status = poll.Add(server.DescriptorOf(slot), LoopToken.Of(LoopSource.Control, slot), PollInterest.Read);
        }

        return status;
    }

    /// <summary>A channel is ready.</summary>
    public void Ready(int slot, in PollEvent ready)
    {
        if (!server.IsOpen(slot))
        {
            return;
        }

        ControlInterest interest = ready.IsWritable ? server.OnWritable(slot, clock.Now) : server.OnReadable(slot);
        PollInterest wanted = interest == ControlInterest.Write ? PollInterest.Write : PollInterest.Read;
        if (interest == ControlInterest.Close || !poll.Modify(server.DescriptorOf(slot), LoopToken.Of(LoopSource.Control, slot), wanted).IsOk)
        {
            poll.Remove(server.DescriptorOf(slot));
            server.Close(slot);
        }
    }
}
