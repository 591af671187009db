namespace Pmip.Engine.Mag;

/// <summary>Answer to a wish for other address families of a running connection.</summary>
public enum TypeChangeStatus : byte
{
    /// <summary>The LMA is being asked; effects tell how it ends.</summary>
    Pending,

    /// <summary>The connection has exactly these families.</summary>
    AlreadySo,

    /// <summary>There is no connection that is up in the slot.</summary>
    NotUp,

    /// <summary>One message adds or drops, so one family cannot be exchanged for the other at once.</summary>
    OneAtATime,
}
