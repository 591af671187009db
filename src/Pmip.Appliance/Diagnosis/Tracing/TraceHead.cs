using Pmip.Appliance.Logging;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Diagnosis.Tracing;

/// <summary>What stands beside the octets of a line of a trace; the kind tells the meaning of each.</summary>
internal struct TraceHead
{
    /// <summary>A state that there is not: no binding.</summary>
    public const byte NoState = byte.MaxValue;

    /// <summary>When: microseconds since 1970.</summary>
    public long UnixMicroseconds;

    /// <summary>A number.</summary>
    public long Number;

    /// <summary>Our end.</summary>
    public IpAddress Local;

    /// <summary>The other end.</summary>
    public IpAddress Remote;

    /// <summary>The node's link-layer address, or zero.</summary>
    public MacAddress Node;

    /// <summary>The binding or session, or -1.</summary>
    public int Slot;

    /// <summary>Bit n: the trace with number n.</summary>
    public byte Traces;

    /// <summary>What it is about.</summary>
    public TraceKind Kind;

    /// <summary>Who says it.</summary>
    public EventRoom Room;

    /// <summary>What set it off.</summary>
    public TraceCause Cause;

    /// <summary>Meaning by kind.</summary>
    public byte Code;

    /// <summary>Meaning by kind.</summary>
    public byte Status;
}
