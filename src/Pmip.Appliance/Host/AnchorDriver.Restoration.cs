using System;
using Pmip.Appliance.State;
using Pmip.Engine.Lma;
using Pmip.Engine.Restoration;
using Pmip.Wire.Mobility;

namespace Pmip.Appliance.Host;

/// <content>What the LMA keeps over a restart.</content>
internal sealed partial class AnchorDriver
{
    private KeptBindings? _kept;

    /// <summary>Where bindings are kept; null where none are.</summary>
    public KeptBindings? Kept
    {
        get => _kept;
        set
        {
            _kept = value;
            Engine.Changes.IsRead = value is not null;
        }
    }

    /// <summary>Asks the data path for the session of a binding that was restored, and begins anew what its revocation had begun.</summary>
    public void Reinstate(int slot)
    {
        if (_kept is not null && _kept.TryRead(slot, out ReadOnlySpan<byte> record, out _) && KeptBinding.TryRead(record, out KeptBinding binding)
            && binding.TryGetRevocation(out RevocationTrigger trigger, out RevokedPart part))
        {
            Engine.Revoke(slot, trigger, part, clock.Now, clock.Wall, _outbox);
            Drain(default);
        }

        Engine.Reinstate(slot, _outbox);
        Drain(default);
    }

    // Before the effects of the step: what a message tells a peer is kept by then.
    private void Keep()
    {
        if (_kept is not KeptBindings kept)
        {
            return;
        }

        kept.IsSweeping = Engine.IsSweeping;
        foreach (int slot in Engine.Changes.Slots)
        {
            if (Engine.TryKeep(slot, out KeptBinding binding))
            {
                kept.Write(slot, kept.Room[..binding.Write(kept.Room)]);
            }
            else
            {
                kept.Remove(slot);
            }
        }

        Engine.Changes.Clear();
        KeptRests.Note(kept, _outbox, clock.Now.Plus(Engine.Quarantine));
        KeptCounters.Note(kept, Engine.Supervision, Engine.Peers);
    }
}
