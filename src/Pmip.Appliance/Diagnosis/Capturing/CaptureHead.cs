using Pmip.Appliance.Host;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Capture;

namespace Pmip.Appliance.Diagnosis.Capturing;

/// <summary>What stands beside the octets of a captured message: by this the packet around them is made again.</summary>
internal struct CaptureHead
{
    /// <summary>When: nanoseconds since 1970.</summary>
    public long Nanoseconds;

    /// <summary>Our address in the outermost header.</summary>
    public IpAddress Local;

    /// <summary>The peer's.</summary>
    public IpAddress Remote;

    /// <summary>The peer's UDP port, zero without UDP.</summary>
    public ushort RemotePort;

    /// <summary>Which socket.</summary>
    public SignallingPorts.Kind Kind;

    /// <summary>Received or sent.</summary>
    public CaptureDirection Direction;

    /// <summary>True for one that was received and not given to an engine.</summary>
    public bool IsDropped;

    /// <summary>Why, when it was dropped.</summary>
    public SignallingCounter Reason;
}
