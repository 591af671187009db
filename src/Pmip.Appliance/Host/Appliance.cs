using System;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Desk;
using Pmip.Appliance.Diagnosis.Taps;
using Pmip.Appliance.Logging;
using Pmip.Appliance.Store;
using Pmip.Appliance.Supervision;
using Pmip.Board.Watchdog;
using Pmip.Foundation.Liveness;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Host;

/// <summary>
/// The process: what outlives a life of the node, so that an operator reaches it while the node starts anew or cannot start. Each
/// room of the operator has a start method in a file of its own.
/// </summary>
internal sealed partial class Appliance : IDisposable
{
    /// <summary>Longest time that the control loop may take without getting on; a start allocates all tables at once.</summary>
    private static readonly Duration s_loopDeadline = Duration.FromSeconds(10);

    private readonly OpenedResources _opened = new();
    private readonly ApplianceConfiguration _configuration;
    private readonly string _configurationPath;
    private NodeSurroundings? _surroundings;
    private NodeLives? _lives;
    private NodeControl? _control;

    private Appliance(ConfigurationStore store, ApplianceConfiguration configuration, string configurationPath)
    {
        _store = store;
        _configuration = configuration;
        _configurationPath = configurationPath;
    }

    /// <summary>The loops that the watchdog asks for.</summary>
    internal SupervisedLoops Loops { get; } = new();

    /// <summary>What the lives of the node share; there once the process has started.</summary>
    internal NodeSurroundings Surroundings => _surroundings ?? throw new InvalidOperationException("the process has not started");

    /// <summary>The lives of the node; there once the process has started.</summary>
    internal NodeLives Lives => _lives ?? throw new InvalidOperationException("the process has not started");

    /// <summary>The running node for the configuration store; there once the process has started.</summary>
    internal INodeControl Control => _control ?? throw new InvalidOperationException("the process has not started");

    /// <summary>Runs the process until it is told to end; gives its exit code.</summary>
    public static int Run(ConfigurationStore store, ApplianceConfiguration configuration, string configurationPath, int readyDescriptor)
    {
        using (Appliance appliance = new(store, configuration, configurationPath))
        {
            int code = appliance.Run(readyDescriptor);
            if (!appliance._isRestartOrdered)
            {
                return code;
            }
        }

        store.Dispose();
        return Fail(configuration, "the program cannot be begun anew: " + ProcessRestart.Begin().Message);
    }

    /// <inheritdoc/>
    public void Dispose() => _opened.Dispose();

    private static int Fail(ApplianceConfiguration configuration, string complaint)
    {
        Console.Error.WriteLine($"pmipd: {configuration.Name} cannot start: {complaint}");
        return 1;
    }

    // Implemented in the files of those rooms, in this order of starting: the desk opens when all has its verbs and tables there. What
    // they open goes to _opened.
    partial void StartStore();

    partial void StartBoard();

    partial void StartMetrics();

    partial void StartSupervisor();

    partial void StartDesk();

    partial void StartConsole();

    private int Run(int readyDescriptor)
    {
        try
        {
            Start(readyDescriptor);

            // Under a service manager a first start that fails ends the process, which shows and tries again. Where the serial line is the
            // operator's way in, nobody could mend it then: the process stays, in safe mode.
            bool ends = _configuration.Console.Line.Length == 0;
            ApplianceConfiguration? first = JudgeStart(out string reason);
            int code = Lives.Run(first, reason, ends, why => _store.TryNext(why).Configuration);
            EndWatchdog(code == 0, code == 0 ? "" : Lives.Reason);
            return code == 0 || Lives.Reason.Length == 0 ? code : Fail(_configuration, Lives.Reason);
        }
        catch (StartFailedException failure)
        {
            EndWatchdog(isOrdered: false, failure.Message);
            return Fail(_configuration, failure.Message);
        }
    }

    private void Start(int readyDescriptor)
    {
        SignalDescriptor signals = _opened.Open(SignalDescriptor.TryOpen(out SignalDescriptor? s), s, "signals");
        _opened.Keep(InstanceLock.TryTake(_configuration.ControlSocket, out string complaint) ?? throw new StartFailedException(complaint));
        DiagnosisTaps diagnosis = _opened.Keep(new DiagnosisTaps($"pmipd {typeof(Appliance).Assembly.GetName().Version!.ToString(3)}"));
        EventRing ring = new() { Level = _configuration.Log.Level, Trace = diagnosis.Trace };
        _surroundings = new NodeSurroundings
        {
            ConfigurationPath = _configurationPath,
            Ring = ring,
            Log = StartLog(ring),
            Clock = new TurnClock(),
            Meter = new LoopMeter(),
            Signals = signals,
            HangUp = _opened.Open(EventDescriptor.TryOpen(out EventDescriptor? hangUp), hangUp, "event descriptor"),
            Mailbox = _opened.Open(LoopMailbox.TryOpen(out LoopMailbox? mailbox), mailbox, "event descriptors"),
            Diagnosis = diagnosis,
            LoopPort = new LoopPort(),
            Progress = Loops.Add(new LoopProgress("control", s_loopDeadline), threadId: KernelThread.Current),
        };
        _surroundings.Clock.Advance();
        LogThread log = _surroundings.Log;
        _lives = new NodeLives(_surroundings, sentence => log.Write(EventLevel.Error, EventRoom.Host, sentence));
        _control = new NodeControl(_lives, ApplyLook);
        SayReady(_lives, readyDescriptor);
        StartWatchdog();
        StartStore();
        StartBoard();
        AddDiagnosis(DeskRooms.Verbs, DeskRooms.Tables, DeskRooms.Loop);
        StartMetrics();
        StartSupervisor();
        StartDesk();
        StartConsole();
        _opened.Keep(new FileTaker(_surroundings.HangUp, TakeFile));
    }

    // Once, when traffic can flow for the first time: whoever started the process waits for the line.
    private static void SayReady(NodeLives lives, int readyDescriptor)
    {
        bool isSaid = readyDescriptor < 0;
        lives.Changed += state =>
        {
            if (!isSaid && state == NodeState.Running)
            {
                isSaid = true;
                StartFailedException.Require(ReadyDescriptor.Notify(readyDescriptor), $"descriptor {readyDescriptor}");
            }
        };
    }
}
