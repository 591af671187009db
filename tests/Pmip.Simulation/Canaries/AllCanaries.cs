using static Pmip.Simulation.Canaries.Mutations;

namespace Pmip.Simulation.Canaries;

/// <summary>The table of planted mistakes.</summary>
public static class AllCanaries
{
    /// <summary>Within so many seeds each must be found.</summary>
    public const ulong SeedsMax = 60;

    private const string Anchor = "Pmip.Engine.Lma.LocalMobilityAnchor";
    private const string Gateway = "Pmip.Engine.Mag.MobileAccessGateway";

    public static readonly Canary[] List =
    [
        new("any order of requests is taken", Anchor, "CheckOrder", ReturnDefault, "S4"),
        new("a quota one too large", Anchor, "RegisterAt", AddToCall("BindingsOf", -1), "T6"),
        new("a timer is not cancelled", Anchor, "End", DropCall("Cancel"), "S8", "S15") { Parameters = 3 },
        new("a session stays when the node leaves", Gateway, "Detach", DropCall("TakeDown"), "S2", "S8"),
        new("any number is an answer", Gateway, "IsAnswerTo", ReturnProperty(1, "IsWaiting"), "T2"),
        new("any LMA may answer", Gateway, "Match", ReadArgumentForField("Lma", 2), "T2"),
        new("whatever lifetime is asked for is granted", "Pmip.Engine.Lma.Acknowledgements", "GrantedUnits", ReturnArgument(0), "S6"),
        new("anybody may be the care-of address", "Pmip.Engine.Peers.PeerTable", "IsTrusted", Return(1), "T5"),
        new("a refusal is not counted", Anchor, "Refuse", DropCall("Increment"), "S9"),
        new("all connections of a node may have what one had", "Pmip.Engine.Lma.AddressAssignment", "OwnerOf", ReturnArgument(0), "R17") { Parameters = 3 },
        new("a revocation is not sent again, nor given up", Anchor, "SendRevocation", DropCall("Arm"), "S8", "Liveness"),
        new("an administrative revocation stops nothing", Anchor, "Revoke", StoreAlways("IsForwardingStopped", 0), "S2"),
        new("keys are not given back", "Pmip.Engine.Sessions.SessionKeys", "Release", ReturnDefault, "S8"),
        new("traffic passes in the grace time", Anchor, "Describe", StoreAlways("IsForwarding", 1), "S2"),
        new("any MAG may de-register", Anchor, "Deregister", DropCall("op_Inequality"), "S1"),
        new("everybody is the first peer", "Pmip.Engine.Peers.PeerTable", "Find", Return(0), "S11"),
        new("an address is given twice", "Pmip.Engine.Sessions.AddressPool", "TryTake", DropCall("Unlink"), "S3", "S8") { Parameters = 3 },
        new("nobody waits before sending again", Gateway, "Send", DropCall("Plus", 1), "S15"),
        new("the access side does not hear of a refusal", Gateway, "Refuse", DropCall("AddConnection", 1), "Liveness"),
        new("addresses that were kept are free", Anchor, "RestoreAddresses", DropCall("NoteTaken"), "S3", "S8", "Kept"),
        new("a kept connection is refreshed at once", Gateway, "RestoreTimers", DropCall("op_GreaterThan"), "Kept"),
    ];
}
