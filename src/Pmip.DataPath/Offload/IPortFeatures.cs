namespace Pmip.DataPath.Offload;

/// <summary>Whether a port takes traffic rules into its device (<c>hw-tc-offload</c>).</summary>
internal enum TrafficOffload : byte
{
    /// <summary>It can, and is told to.</summary>
    On,

    /// <summary>It can, and is not told to.</summary>
    Off,

    /// <summary>It cannot.</summary>
    Fixed,

    /// <summary>The kernel does not say: only a rule can tell.</summary>
    Unknown,
}

/// <summary>What the drivers of ports say that they can.</summary>
internal interface IPortFeatures
{
    /// <summary>Whether the port with this index takes traffic rules into its device.</summary>
    TrafficOffload TrafficOffloadOf(int interfaceIndex);
}
