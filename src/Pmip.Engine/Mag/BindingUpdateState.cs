namespace Pmip.Engine.Mag;

/// <summary>Where a binding update list entry stands.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>State</term><description>Data path; armed timers</description></listheader>
/// <item><term>Registering</term><description>no session, or one with an uplink key known beforehand (R16); Update (retransmission)</description></item>
/// <item><term>Registered</term><description>session; Update (next refresh), Expiry</description></item>
/// <item><term>Refreshing</term><description>session; Update (retransmission, unless silenced), Expiry</description></item>
/// <item><term>Deregistering</term><description>no session; Update (retransmission, then release)</description></item>
/// <item><term>any</term><description>Presence while a question about the node waits, and when a revocation is to be carried out</description></item>
/// </list>
/// </remarks>
public enum BindingUpdateState : byte
{
    /// <summary>No entry.</summary>
    Free,

    /// <summary>The first registration is on its way; the node has no service yet.</summary>
    Registering,

    /// <summary>The LMA accepted, the session carries traffic.</summary>
    Registered,

    /// <summary>As <see cref="Registered"/>, and a refresh is on its way.</summary>
    Refreshing,

    /// <summary>The session is gone and the de-registration is on its way; the key is held until it ends.</summary>
    Deregistering,
}

/// <summary>The timers of one entry, each named for what is done when it fires.</summary>
internal enum BindingUpdateTimer : byte
{
    /// <summary>Send: the refresh, or the retransmission of what is unanswered; or give up.</summary>
    Update,

    /// <summary>End the connection, because its lifetime is over (R6).</summary>
    Expiry,

    /// <summary>Take the node for gone, since nobody said that it is here; or end what was revoked.</summary>
    Presence,
}
