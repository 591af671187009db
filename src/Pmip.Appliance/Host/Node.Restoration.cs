using System.Globalization;
using System.Text;
using System.Threading;
using Pmip.Access;
using Pmip.Appliance.Logging;
using Pmip.Appliance.State;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Foundation.Randomness;
using Pmip.Linux;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Host;

/// <content>
/// The engines with the bindings of the process before, or without any. With all of them the restart counter stays and nobody hears of the
/// restart (RFC 5847 3.4); with less it is raised and announced, and peers register anew. Bindings are kept where packets are.
/// </content>
internal sealed partial class Node
{
    private KeptBindings? _keptAnchor;
    private KeptBindings? _keptGateway;
    private string _beginning = "";

    /// <summary>How this life began: with how many bindings of the process before, or why without.</summary>
    public string Beginning => Volatile.Read(ref _beginning);

    private LocalMobilityAnchor? MakeEngines(out GatewayParts? gateway)
    {
        OpenKept();
        LocalMobilityAnchor? anchor = null;
        bool isExpected = false;
        if (TryFindRestarts(out _restarts, out string problem, ref isExpected))
        {
            _isWhole = true;
            anchor = MakeAnchor();
            gateway = MakeGateway();
            int bindings = Restore(anchor, gateway, out problem);
            _isWhole = problem.Length == 0;
            _beginning = string.Create(
                CultureInfo.InvariantCulture, $"went on with {bindings} bindings of the process before; the restart counter stays {_restarts}");
        }
        else
        {
            gateway = null;
        }

        if (!_isWhole)
        {
            _restarts = CountRestart();
            _keptAnchor?.Begin(_restarts);
            _keptGateway?.Begin(_restarts);
            anchor = MakeAnchor();
            gateway = MakeGateway();
            _beginning = string.Create(CultureInfo.InvariantCulture, $"began without bindings: {problem}; the restart counter is {_restarts}");
        }

        _events.Write(_isWhole || isExpected ? EventKind.Remark : EventKind.StateTrouble, Encoding.UTF8.GetBytes(_beginning));
        return anchor;
    }

    private void OpenKept()
    {
        if (!DataPath.IsKept)
        {
            KeptFile.Delete(Configuration.ControlSocket); // From now on it would tell of another life than the last.
            return;
        }

        BootIdentity boot = BootIdentity.Read();
        _keptAnchor = Configuration.Lma is LmaConfiguration lma ? OpenKept(KeptShape.Of(lma, boot)) : null;
        _keptGateway = Configuration.Mag is MagConfiguration mag ? OpenKept(KeptShape.Of(mag, boot)) : null;
    }

    private KeptBindings? OpenKept(KeptShape shape)
    {
        string path = KeptFile.PathOf(Configuration.ControlSocket, shape.IsAnchor);
        LinuxStatus status = KeptFile.TryOpen(path, shape, out KeptFile? file);
        if (file is null)
        {
            _events.Write(EventKind.StateTrouble, Encoding.UTF8.GetBytes($"{path}: {status.Message}; bindings will not outlive a restart"));
            return null;
        }

        return new KeptBindings(_opened.Keep(file), shape);
    }

    // What is kept of both roles is of one process, or of none. It is as expected that nothing is kept at a first start, or where nothing has to be.
    private bool TryFindRestarts(out uint restarts, out string problem, ref bool isExpected)
    {
        restarts = (_keptAnchor ?? _keptGateway)?.RestartCounter ?? 0;
        bool isLacking = (Configuration.Lma is not null && _keptAnchor is null) || (Configuration.Mag is not null && _keptGateway is null);
        isExpected = !DataPath.IsKept || (!isLacking && _keptAnchor is null or { IsBlank: true } && _keptGateway is null or { IsBlank: true });
        problem = !DataPath.IsKept ? "sessions of this data path do not outlive a process"
            : isLacking ? "there is no memory in which they outlive a process"
            : _keptAnchor is { IsOurs: false } ? _keptAnchor.Foreignness
            : _keptGateway is { IsOurs: false } ? _keptGateway.Foreignness
            : !RestartCounter.MayBeLast(new StateFolder(Configuration.StateFolder), restarts) ? "there was a start since then that kept none"
            : _keptAnchor is not null && _keptGateway is not null && _keptAnchor.RestartCounter != _keptGateway.RestartCounter
                ? "those of the two roles are not of one process"
            : "";
        if (problem.Length > 0)
        {
            return false;
        }

        problem = Doubt(_keptAnchor) ?? Doubt(_keptGateway) ?? "";
        NoteAttempt(_keptAnchor);
        NoteAttempt(_keptGateway);
        return problem.Length == 0;
    }

    private static string? Doubt(KeptBindings? kept) => kept is null ? null
        : kept.IsSweeping ? "the process before was ending many at once"
        : kept.Attempts >= KeptBindings.AttemptsMax ? "the starts before ended while they restored them"
        : null;

    private static void NoteAttempt(KeptBindings? kept)
    {
        if (kept is not null)
        {
            kept.Attempts++;
        }
    }

    private LocalMobilityAnchor? MakeAnchor()
    {
        if (Configuration.Lma is not LmaConfiguration lma)
        {
            return null;
        }

        LocalMobilityAnchor engine = new(lma with { Supervision = Restarted(lma.Supervision) }, DrawSecrets());
        ReserveAgain(engine);
        return engine;
    }

    private GatewayParts? MakeGateway()
    {
        if (Configuration.Mag is not MagConfiguration mag || Configuration.Access is null)
        {
            return null;
        }

        EngineSecrets secrets = DrawSecrets();
        NodeProfiles profiles = new(Configuration.Access, mag);
        AccessLinks links = AccessSide.Create(Configuration, profiles, new SipHash(secrets.HashKey1, secrets.HashKey0));
        return new GatewayParts(new MobileAccessGateway(mag with { Supervision = Restarted(mag.Supervision) }, secrets), links, profiles);
    }

    private int Restore(LocalMobilityAnchor? anchor, GatewayParts? gateway, out string problem)
    {
        problem = "";
        int restored = anchor is not null && _keptAnchor is not null ? Restoration.Restore(_keptAnchor, anchor, _clock.Now, out problem) : 0;
        _surroundings.Progress.Advance();
        if (problem.Length == 0 && gateway is not null && _keptGateway is not null && _accessPorts is not null)
        {
            restored += Restoration.Restore(_keptGateway, gateway.Engine, gateway.Links, _accessPorts, _clock.Now, out problem);
        }

        return restored;
    }

    // The data path and the access links know the bindings again before the first message is read.
    private void Reinstate()
    {
        _surroundings.Progress.Advance();
        for (int slot = 0; _isWhole && _anchor is not null && slot < _anchor.Engine.Capacity; slot++)
        {
            if (_anchor.Engine.Count > 0)
            {
                _anchor.Reinstate(slot);
            }
        }

        _surroundings.Progress.Advance();
        for (int slot = 0; _isWhole && _gateway is not null && slot < _gateway.Engine.Capacity; slot++)
        {
            _gateway.Reinstate(slot);
        }

        Ports.Flush();
    }
}
