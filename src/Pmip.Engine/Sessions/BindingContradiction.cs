namespace Pmip.Engine.Sessions;

/// <summary>Why a binding cannot go on under another configuration. Of several reasons the first in this order counts.</summary>
public enum BindingContradiction : byte
{
    /// <summary>It can.</summary>
    None,

    /// <summary>Its peer is not in the list any more, or not with the address that the binding is registered from.</summary>
    PeerRemoved,

    /// <summary>Its access point is not served any more.</summary>
    AccessPointRemoved,

    /// <summary>Its node is no known subscriber, and others are not served; or not one of this access point.</summary>
    SubscriberUnknown,

    /// <summary>Its subscriber is barred.</summary>
    SubscriberBarred,

    /// <summary>It has an address of a family that is not given any more.</summary>
    TypeNotAllowed,

    /// <summary>The subscriber's own address or prefix is another one now.</summary>
    StaticAddressChanged,

    /// <summary>Its address or prefix is in no pool of its access point any more, or set aside for something else.</summary>
    AddressNotOfPool,

    /// <summary>Its GRE key belongs to something else now.</summary>
    KeyExcluded,
}
