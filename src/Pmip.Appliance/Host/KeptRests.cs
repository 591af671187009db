using Pmip.Appliance.State;
using Pmip.Engine;
using Pmip.Engine.Restoration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Host;

/// <summary>What rests after a session ended (R17), taken from the effects of a step.</summary>
internal static class KeptRests
{
    /// <summary>Keeps it for every session that the step ends.</summary>
    public static void Note(KeptBindings kept, Outbox outbox, Instant until)
    {
        foreach (ref readonly Effect effect in outbox.Effects)
        {
            if (effect.Kind == EffectKind.RemoveSession)
            {
                ref readonly TunnelSession session = ref outbox.SessionOf(effect);
                kept.AddRest(new KeptRest
                {
                    SessionIndex = session.Index,
                    Key = session.ReceiveKey,
                    HomeNetworkPrefixes = session.HomeNetworkPrefixes,
                    HomeAddress4 = session.HomeAddress4,
                    Until = until,
                });
            }
        }
    }
}
