namespace Pmip.Engine.Peers;

/// <summary>Whether the report of a failed component has begun.</summary>
public enum FailureReportStart : byte
{
    /// <summary>The peers that know components are told one by one.</summary>
    Started,

    /// <summary>Partial failure is not configured.</summary>
    NotConfigured,

    /// <summary>Another report is under way.</summary>
    Busy,
}
