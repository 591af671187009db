namespace Pmip.Lab.Nodes;

/// <summary>How a process goes and another one comes.</summary>
public enum RestartWay
{
    /// <summary>SIGTERM, as a service manager ends it, and the same program again.</summary>
    Terminated,

    /// <summary>SIGKILL, in the middle of whatever it does, and the same program again.</summary>
    Killed,

    /// <summary>SIGTERM, and another copy of the program, as after an upgrade.</summary>
    Replaced,

    /// <summary>
    /// SIGKILL, and the pinned tables are those of the layout before: the new process makes its own, carries the sessions over and puts its
    /// programs in the place of the old ones.
    /// </summary>
    OlderTables,

    /// <summary>SIGTERM, and a configuration for which the tables have other sizes: they are made anew, and the sessions carried over.</summary>
    OtherSizes,
}
