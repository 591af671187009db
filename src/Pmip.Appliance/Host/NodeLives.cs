using System;
using System.Threading;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Host;

/// <summary>
/// The lives of the node, one after the other, on the main thread: each with the configuration that was ordered last. One that
/// cannot start gives way to the one before it; when there is none left the process stays in safe mode, where the operator still
/// reaches it. Other threads order the next life and look at the present one.
/// </summary>
internal sealed class NodeLives
{
    private readonly NodeSurroundings _surroundings;
    private readonly Action<string> _say;
    private readonly Lock _gate = new();
    private LifeOrder? _order;
    private Node? _node;
    private int _count;
    private volatile NodeState _state = NodeState.Starting;
    private volatile string _reason = "";

    /// <summary>Makes the lives of a process; <paramref name="say"/> takes sentences for the log.</summary>
    public NodeLives(NodeSurroundings surroundings, Action<string> say)
    {
        _surroundings = surroundings;
        _say = say;
    }

    /// <summary>Where the process stands.</summary>
    public NodeState State => _state;

    /// <summary>Why the process is in safe mode, or why the node went back to an older configuration; empty for no reason.</summary>
    public string Reason => _reason;

    /// <summary>The running node; null in safe mode and between two lives.</summary>
    public Node? Node => Volatile.Read(ref _node);

    /// <summary>Raised on the main thread after every change of <see cref="State"/>.</summary>
    public event Action<NodeState>? Changed;

    /// <summary>Raised after each change of the running configuration: on the main thread after a start, else on the thread that asked.</summary>
    public event Action<ApplianceConfiguration>? Configured;

    /// <summary>The running node took another configuration in while it ran.</summary>
    public void NoteConfiguration(ApplianceConfiguration configuration) => Configured?.Invoke(configuration);

    /// <summary>Any thread: has the process run something else. False when another order is under way.</summary>
    public bool TryOrder(LifeOrder order)
    {
        lock (_gate)
        {
            if (_order is not null || State == NodeState.Ending)
            {
                return false;
            }

            _order = order;
            _surroundings.Mailbox.AskEnd();
            return true;
        }
    }

    /// <summary>
    /// Runs until a signal ends the process. What cannot start at first gives way to what <paramref name="orElse"/> names; without
    /// that, <paramref name="endsWhenFirstFails"/>: a first configuration that cannot start ends the process, with the reason in
    /// <see cref="Reason"/>. Gives the exit code.
    /// </summary>
    public int Run(ApplianceConfiguration? first, string reason, bool endsWhenFirstFails, Func<string, ApplianceConfiguration?> orElse)
    {
        ApplianceConfiguration? next = first;
        ApplianceConfiguration? fallback = null;
        LifeOrder? order = null;
        _reason = reason;
        for (; ; )
        {
            string complaint = "";
            Node? node = next is null ? null : Begin(next, out complaint);
            if (node is null && next is not null)
            {
                _reason = complaint;
                if (order is null && orElse(complaint) is ApplianceConfiguration other)
                {
                    _say($"{next.Name} cannot start: {complaint}; an older configuration is tried");
                    next = other;
                    continue;
                }

                if (order is null && endsWhenFirstFails && _count == 1)
                {
                    Move(NodeState.Ending);
                    return 1;
                }

                _say($"{next.Name} cannot start: {complaint}");
                if (fallback is not null)
                {
                    next = fallback;
                    fallback = null;
                    continue;
                }
            }

            Conclude(order, node, next);
            LifeEnd end = Live(node);
            if (end != LifeEnd.Order)
            {
                Move(NodeState.Ending);
                TakeOrder()?.Complete(ApplyOutcome.Refused, "the process ends");
                return end == LifeEnd.Signal ? 0 : 1;
            }

            order = TakeOrder();
            fallback = order?.Next is null ? null : node?.Configuration;
            next = order?.Next;
            _reason = order?.Reason ?? "";
        }
    }

    private Node? Begin(ApplianceConfiguration configuration, out string complaint)
    {
        Move(NodeState.Starting);
        _count++;
        return Node.TryStart(configuration, _surroundings, _count, out complaint);
    }

    private LifeEnd Live(Node? node)
    {
        try
        {
            Volatile.Write(ref _node, node);
            Move(node is null ? NodeState.SafeMode : NodeState.Running);
            if (node is not null)
            {
                _surroundings.Log.Level = node.Configuration.Log.Level;
                NoteConfiguration(node.Configuration);
            }

            return node is null ? SafeMode.Run(_surroundings) : node.Run();
        }
        finally
        {
            Volatile.Write(ref _node, null);
            node?.Dispose();
        }
    }

    private void Conclude(LifeOrder? order, Node? node, ApplianceConfiguration? next)
    {
        if (node is null)
        {
            _say(Reason.Length > 0 ? $"safe mode: {Reason}" : "safe mode");
        }

        ApplyOutcome outcome = node is null && order?.Next is not null ? ApplyOutcome.SafeMode
            : ReferenceEquals(order?.Next, next) ? ApplyOutcome.Applied
            : ApplyOutcome.Refused;
        order?.Complete(outcome, outcome == ApplyOutcome.Applied ? "" : Reason);
    }

    private LifeOrder? TakeOrder()
    {
        lock (_gate)
        {
            LifeOrder? order = _order;
            _order = null;
            _surroundings.Mailbox.EndIsTaken();
            return order;
        }
    }

    private void Move(NodeState state)
    {
        _state = state;
        Changed?.Invoke(state);
    }
}
