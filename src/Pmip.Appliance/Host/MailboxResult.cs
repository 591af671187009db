namespace Pmip.Appliance.Host;

/// <summary>What became of a piece of work for the control loop.</summary>
internal enum MailboxResult : byte
{
    /// <summary>The loop did it.</summary>
    Done,

    /// <summary>The node that it was prepared for has ended; nothing was done.</summary>
    NodeEnded,

    /// <summary>The loop did not come by in time; the work was taken back, and nothing was done.</summary>
    TakenBack,

    /// <summary>The loop took it and did not answer in time: it may be done or not.</summary>
    Unanswered,
}
