namespace Pmip.Engine.Peers;

/// <summary>By what right a peer has its slot.</summary>
internal enum PeerStanding : byte
{
    /// <summary>Named in the configuration with its addresses.</summary>
    Configured,

    /// <summary>Of a trusted prefix, heard at least once.</summary>
    Learned,

    /// <summary>Not in the configuration any more; it stays until its last binding has ended, and registers nothing new.</summary>
    Leaving,

    /// <summary>Has left: nobody finds it, and whoever needs a slot takes this one.</summary>
    Gone,
}
