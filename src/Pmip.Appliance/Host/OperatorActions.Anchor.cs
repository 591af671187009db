using System;
using Pmip.Appliance.Control;
using Pmip.Engine.Lma;

namespace Pmip.Appliance.Host;

/// <content>What an operator may change on an LMA.</content>
internal sealed partial class OperatorActions
{
    /// <inheritdoc/>
    public OperatorStatus Remove(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> accessPoint, out int count)
    {
        count = 0;
        if (anchor is null)
        {
            return OperatorStatus.WrongRole;
        }

        for (int slot = 0; slot < anchor.Engine.Capacity; slot++)
        {
            if (anchor.Engine.TryRead(slot, clock.Now, out BindingCacheEntryView view)
                && Fits(view.Identifier, view.AccessPoint, identifier, accessPoint))
            {
                count += anchor.Remove(slot) ? 1 : 0;
            }
        }

        return Report("remove"u8, identifier, count);
    }
}
