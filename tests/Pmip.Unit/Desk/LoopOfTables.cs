using System;
using System.Threading;
using Pmip.Appliance.Control;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Host;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Pmip.Linux.Sockets;
using Xunit;

namespace Pmip.Unit.Desk;

/// <summary>A control loop that does nothing but answer, on a thread of its own, and the port to it.</summary>
internal sealed class LoopOfTables : IDisposable
{
    private readonly ControlServer _server;
    private readonly EventPoll _poll;
    private readonly EventDescriptor _stop;
    private readonly IDisposable _attachment;
    private readonly Thread _thread;

    public LoopOfTables(ConsoleSources sources, IOperatorActions actions)
    {
        Assert.True(ControlServer.TryOpen(sources, actions, out ControlServer? server, out LocalStreamConnection[] ends).IsOk);
        Assert.True(EventPoll.TryOpen(out EventPoll? poll).IsOk);
        Assert.True(EventDescriptor.TryOpen(out EventDescriptor? stop).IsOk);
        _server = server!;
        _poll = poll!;
        _stop = stop!;
        _attachment = Port.Attach(ends);
        _thread = new Thread(Turn) { IsBackground = true, Name = "loop of tables" };
        _thread.Start();
    }

    public LoopPort Port { get; } = new();

    public void Dispose()
    {
        _stop.Raise();
        Assert.True(_thread.Join(TimeSpan.FromSeconds(30)));
        _attachment.Dispose();
        _server.Dispose();
        _poll.Dispose();
        _stop.Dispose();
    }

    private void Turn()
    {
        TurnClock clock = new();
        ControlDriver driver = new(_server, _poll, clock);
        PollEvent[] ready = new PollEvent[16];
        _ = driver.Watch();
        _poll.Add(_stop.Descriptor, LoopToken.Of(LoopSource.Signal, 0), PollInterest.Read);
        while (!_stop.TryTake() && _poll.Wait(ready, Duration.FromSeconds(5), out int count).IsOk)
        {
            clock.Advance();
            for (int i = 0; i < count; i++)
            {
                if (LoopToken.SourceOf(ready[i].Token) == LoopSource.Control)
                {
                    driver.Ready(LoopToken.NumberOf(ready[i].Token), ready[i]);
                }
            }
        }
    }
}
