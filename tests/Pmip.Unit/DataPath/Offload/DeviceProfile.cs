namespace Pmip.Unit.DataPath.Offload;

/// <summary>What the fake device is like.</summary>
public enum DeviceProfile
{
    /// <summary>Takes what it is offered, and forwards.</summary>
    Accepts,

    /// <summary>Its driver cannot take rules, and says so as a feature.</summary>
    HasNoFeature,

    /// <summary>Refuses every rule with words of its driver.</summary>
    Refuses,

    /// <summary>Has room for seven rules.</summary>
    FillsUp,

    /// <summary>Lets rules go of its own accord.</summary>
    Evicts,

    /// <summary>Says that it has the rules, and forwards nothing: the neighbour behind it is not resolved.</summary>
    HasDeadNeighbour,

    /// <summary>Tells its counters only after some time.</summary>
    ReportsLate,

    /// <summary>Does not take a rule away at the first time of asking.</summary>
    LetsGoReluctantly,
}
