using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control;
using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Desk;
using Pmip.Client;
using Pmip.Foundation.Time;
using Pmip.Linux.Polling;
using Pmip.Unit.Control;
using Xunit;

namespace Pmip.Unit.Desk;

/// <summary>A desk at a socket of its own with a loop behind it.</summary>
internal sealed class DeskOfTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pmip").FullName;
    private readonly LoopOfTables _loop;
    private readonly DeskServer _server;

    public DeskOfTests(int bindings = 3, Duration? patience = null, Duration? loginTime = null, Action<DeskRooms>? furnish = null)
    {
        _loop = new LoopOfTables(
            new ConsoleSources { Name = "lma1", Role = "lma", Bindings = [new GeneratedBindings(bindings, static _ => true)] }, Actions);
        Rooms = new DeskRooms
        {
            Loop = _loop.Port,
            Operators = new OperatorDirectory(() => Operators, static () => MonotonicClock.Now),
            Log = new SessionLog((_, sentence) => Log.Enqueue(sentence)),
            Facts = static () => new DeskFacts("lma1", "lma", "running"),
            Version = "0.1.0",
            Patience = patience ?? Duration.FromSeconds(10),
            LoginTime = loginTime ?? Duration.FromSeconds(60),
        };
        furnish?.Invoke(Rooms);
        Assert.True(DeskServer.TryStart(SocketPath, Rooms, out DeskServer? server).IsOk);
        _server = server!;
    }

    public ScriptedActions Actions { get; } = new();

    public ConcurrentQueue<string> Log { get; } = [];

    public IReadOnlyList<OperatorConfiguration> Operators { get; set; } = [];

    public DeskRooms Rooms { get; }

    public DeskServer Server => _server;

    public string SocketPath => Path.Combine(_folder, "s");

    public ControlConnection Connect() => ControlConnection.Connect(SocketPath);

    public ControlConnection OpenInner(OperatorAccess access, string name = "serial") =>
        ControlConnection.Over(_server.OpenSession(name, access, out string problem) ?? throw new InvalidOperationException(problem));

    public void Dispose()
    {
        _server.Dispose();
        _loop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
