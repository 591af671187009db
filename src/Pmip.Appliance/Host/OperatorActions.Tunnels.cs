using System;
using Pmip.Appliance.Control;

namespace Pmip.Appliance.Host;

/// <content>Static tunnels.</content>
internal sealed partial class OperatorActions
{
    /// <inheritdoc/>
    public OperatorStatus BringUpTunnel(ReadOnlySpan<byte> name)
    {
        OperatorStatus status = tunnels.BringUp(name);
        return Report("tunnel up"u8, name, status == OperatorStatus.Done ? 1 : 0, status);
    }
}
