namespace Pmip.Conformance.Nodes;

/// <summary>Where devices come and go at a MAG under test.</summary>
public interface IAccessSide
{
    /// <summary>Lets a device attach; the MAG registers it with the tester's LMA.</summary>
    void Attach(AttachWish wish);

    /// <summary>Lets the device that attached last leave.</summary>
    void Detach();

    /// <summary>Lets the device that attached last use other families from now on.</summary>
    void ChangeFamilies(bool ipv4, bool ipv6);

    /// <summary>How the last attachment stands, where we see inside the MAG; null over the network.</summary>
    AccessState? State { get; }

    /// <summary>What the access side says when the MAG asks whether the device is there.</summary>
    bool IsPresent { get; set; }
}
