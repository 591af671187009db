using System.Collections.Generic;
using Pmip.Appliance.Diagnosis.Capturing;
using static Pmip.Appliance.Control.Verbs.VerbParameter;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>What finds out what is wrong: trace, capture, probes, and the file for whoever helps.</summary>
internal static class DiagnosisVerbs
{
    private const string TraceHelp = """
          NODE is an identifier (mn1@example.com), the beginning of one without its realm (mn1), or a MAC address. Frames, messages,
          sessions, states, timers and refusals are shown, one line each. At most four nodes are traced at once.
        """;

    private const string CaptureHelp = """
          Sent and received messages in every form are taken, those that were dropped with the reason as a comment. It ends after
          count messages or seconds, or at "capture stop". size is what it may hold, 512 by default; what comes after that is
          counted, or with newest takes the place of the oldest.
        """;

    private const string SaveHelp = """
          Without FILE it is /run/pmip/capture.pcapng, in memory. A name without a / goes to that folder too; any other path takes
          an operator who may configure.
        """;

    private const string StreamHelp = """
          What a capture that was started has taken and takes; when there is none, or with a filter, a capture of its own that runs
          until it is interrupted.
        """;

    private const string BundleHelp = """
          Without FILE the client gets it: pmipd support-bundle > bundle.tar. With a name it is written to /run/pmip on this machine;
          any other path takes an operator who may configure. anonymous puts pseudonyms in the place of subscribers' identifiers and
                  link-layer addresses.
        """;

    private static readonly VerbParameter Node = new("NODE", ParameterKind.Identifier);
    private static readonly VerbParameter AnyNode = Node with { IsOptional = true };
    private static readonly VerbParameter File = new("FILE", ParameterKind.Word) { IsOptional = true };
    private static readonly VerbParameter Target = new("ADDRESS|PEER|NODE", ParameterKind.Word);

    private static readonly VerbParameter OfPeer = KeywordAnd("peer", "PEER", ParameterKind.Peer);
    private static readonly VerbParameter OfNode = KeywordAnd("node", "NODE", ParameterKind.Identifier);
    private static readonly VerbParameter Count = KeywordAnd("count", "N", ParameterKind.Number) with { Maximum = 1_000_000 };
    private static readonly VerbParameter Seconds = KeywordAnd("seconds", "N", ParameterKind.Number) with { Maximum = 604_800 };

    private static readonly OperatorVerb[] Verbs =
    [
        Desk(VerbId.TraceNode, "trace", "shows everything that happens to one node, as it happens, until interrupted", TraceHelp, Node),
        Desk(VerbId.TraceStart, "trace start", "traces a node from now on; \"trace show\" shows what happened", "", Node),
        Desk(VerbId.TraceStop, "trace stop", "ends one trace, or all of them", "", AnyNode),
        Desk(VerbId.TraceList, "trace list", "lists the nodes that are traced", ""),
        Desk(VerbId.TraceShow, "trace show", "shows what has happened to one traced node, or to all", "", AnyNode),
        Desk(
            VerbId.CaptureStart, "capture start", "captures signalling into memory; never packets of users", CaptureHelp,
            OfPeer,
            OfNode,
            Count,
            KeywordAnd("size", "KILOBYTES", ParameterKind.Number) with { Maximum = CaptureWish.KilobytesMax },
            Seconds,
            Flag("newest")),
        Desk(VerbId.CaptureStop, "capture stop", "ends the capture; what it took stays until the next one", ""),
        Desk(VerbId.CaptureShow, "capture show", "shows the captured messages, one line each", ""),
        Desk(VerbId.CaptureSave, "capture save", "writes the captured messages to a pcapng file on this machine", SaveHelp, File),
        Desk(
            VerbId.CaptureStream, "capture stream", "gives the captured messages as a pcapng file: pmipd capture stream > FILE", StreamHelp,
            OfPeer,
            OfNode,
            Count,
            Seconds),
        Desk(
            VerbId.Ping, "ping", "asks an address for echoes; a peer or a node goes by its name", "",
            Target,
            KeywordAnd("count", "N", ParameterKind.Number) with { Maximum = 1000 },
            KeywordAnd("size", "OCTETS", ParameterKind.Number) with { Maximum = 65_000 }),
        Desk(VerbId.Traceroute, "traceroute", "shows the routers on the way to an address, a peer or a node, and the MTU", "", Target),
        Desk(
            VerbId.TunnelCheck, "tunnel check", "tests the tunnel of a node hop by hop, with packets through it, and names the hop that fails", "",
            new VerbParameter("IDENTIFIER", ParameterKind.Identifier),
            new VerbParameter("APN", ParameterKind.AccessPoint) { IsOptional = true }),
        Desk(
            VerbId.SupportBundle, "support-bundle", "gives one file with all that helps to find a fault, secrets left out", BundleHelp,
            File,
            Flag("anonymous")),
    ];

    /// <summary>All of them, in the order in which help lists them.</summary>
    public static IReadOnlyList<OperatorVerb> All => Verbs;

    private static OperatorVerb Desk(VerbId id, string name, string summary, string help, params VerbParameter[] parameters) =>
        new(id, name, summary, parameters)
        {
            Place = VerbPlace.Desk,
            Help = help,
            GivesFile = id is VerbId.CaptureStream or VerbId.SupportBundle,
        };
}
