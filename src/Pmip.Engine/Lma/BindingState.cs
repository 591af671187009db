namespace Pmip.Engine.Lma;

/// <summary>States of a binding cache entry.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>State</term><description>Timer, and what ends it</description></listheader>
/// <item><term>Free</term><description>none; a PBU creates the binding</description></item>
/// <item><term>Active</term><description>lifetime; refreshed by a PBU, ended by expiry, operator or data path; PBU with
/// lifetime 0 of its MAG: grace; revocation: revoking</description></item>
/// <item><term>Revoking</term><description>lifetime, and that of the revocation; the MAG's acknowledgement, the end of the
/// retransmissions or expiry deletes, a PBU is refused, one with lifetime 0: grace</description></item>
/// <item><term>DeregistrationGrace</term><description>MinDelayBeforeBCEDelete; a PBU revives, expiry deletes (RFC 5213
/// 5.3.5)</description></item>
/// </list>
/// </remarks>
public enum BindingState : byte
{
    /// <summary>No binding.</summary>
    Free,

    /// <summary>Registered; its traffic passes.</summary>
    Active,

    /// <summary>De-registered; its addresses and keys are kept, its traffic is dropped.</summary>
    DeregistrationGrace,

    /// <summary>Its MAG was told that it ends; its traffic passes until then, unless the reason is administrative.</summary>
    Revoking,
}
