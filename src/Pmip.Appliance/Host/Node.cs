using System;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Logging;
using Pmip.Appliance.State;
using Pmip.Linux;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Host;

/// <summary>
/// One life of the control plane: engines, ports, data path and the loop that drives them. What cannot be had at start ends the
/// start with a sentence that names what and why; what may come later, an interface or a route, is logged and waited for. All
/// that it took from the kernel goes back when it ends, so that another life can begin in the same process.
/// </summary>
internal sealed partial class Node : IDisposable
{
    private readonly NodeSurroundings _surroundings;
    private readonly OpenedResources _opened = new();
    private readonly RoomEvents _events;
    private readonly TurnClock _clock;
    private ControlLoop? _loop;

    private Node(ApplianceConfiguration configuration, NodeSurroundings surroundings, int life)
    {
        Configuration = configuration;
        Life = life;
        _surroundings = surroundings;
        _clock = surroundings.Clock;
        _events = EventsOf(EventRoom.Host);
    }

    /// <summary>What it runs with.</summary>
    public ApplianceConfiguration Configuration { get; private set; }

    /// <summary>Number of this life, counted by the process.</summary>
    public int Life { get; }

    /// <summary>Starts a life; null, and in <paramref name="complaint"/> what it lacks.</summary>
    public static Node? TryStart(ApplianceConfiguration configuration, NodeSurroundings surroundings, int life, out string complaint)
    {
        Node node = new(configuration, surroundings, life);
        complaint = "";
        try
        {
            node.Start();
            return node;
        }
        catch (StartFailedException failure)
        {
            complaint = failure.Message;
            node.Dispose();
            return null;
        }
    }

    /// <summary>Turns until something ends this life.</summary>
    public LifeEnd Run()
    {
        // Nodes that come or change their MAG have no packets until this thread has had its turn; it needs little, but soon.
        int before = KernelThread.Niceness;
        int wanted = Math.Max(before - Configuration.ControlPriority, -20);
        LinuxStatus status = KernelThread.TrySetNiceness(wanted);
        status = status.IsOk ? KernelThread.TrySetSessionNiceness(wanted) : status;
        if (!status.IsOk)
        {
            _surroundings.Log.Write(EventLevel.Warn, EventRoom.Host, $"control.priority is not in force: {status.Message}");
        }

        try
        {
            return Loop.Run();
        }
        finally
        {
            KernelThread.TrySetNiceness(before); // Threads of the next life begin with what this one has.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        bool isKept = _dataPath?.IsKept ?? true;
        _opened.Dispose();
        if (!isKept)
        {
            KeptFile.Delete(Configuration.ControlSocket);
        }
    }

    private ControlLoop Loop => _loop ?? throw new InvalidOperationException("the node has not started");

    private RoomEvents EventsOf(EventRoom room) => new(_surroundings.Ring, _clock, room);
}
