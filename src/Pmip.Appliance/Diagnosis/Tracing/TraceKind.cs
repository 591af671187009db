namespace Pmip.Appliance.Diagnosis.Tracing;

/// <summary>What a line of a trace is about.</summary>
internal enum TraceKind : byte
{
    /// <summary>A frame from the node; its octets.</summary>
    FrameReceived,

    /// <summary>A frame to the node; its octets.</summary>
    FrameSent,

    /// <summary>A DHCP message on its way to the server; its octets.</summary>
    DhcpRelayed,

    /// <summary>A mobility header from a peer; its octets.</summary>
    MessageReceived,

    /// <summary>A mobility header to a peer; its octets. The number is which transmission of it this is, or zero.</summary>
    MessageSent,

    /// <summary>A session is in the data path; the keys are in the number.</summary>
    SessionInstalled,

    /// <summary>The data path refused a session; the code is a <c>DataPathStatus</c>.</summary>
    SessionRefused,

    /// <summary>A session is out of the data path.</summary>
    SessionRemoved,

    /// <summary>An event of the log; the code is an <c>EventKind</c>.</summary>
    Event,

    /// <summary>The access side wants something of the MAG: the code is an <c>AccessEffectKind</c>, the status its own code.</summary>
    Access,

    /// <summary>The MAG wants something of the access side: the code is an <c>EffectKind</c>.</summary>
    Connection,

    /// <summary>A binding moved from the state in the status to that in the code; the number is the rest of its lifetime in milliseconds.</summary>
    State,
}

/// <summary>What set a step of the control loop off.</summary>
internal enum TraceCause : byte
{
    /// <summary>It is not known.</summary>
    Unknown,

    /// <summary>A mobility header.</summary>
    Message,

    /// <summary>A frame on an access link.</summary>
    Frame,

    /// <summary>A timer.</summary>
    Timer,

    /// <summary>An operator.</summary>
    Operator,
}
