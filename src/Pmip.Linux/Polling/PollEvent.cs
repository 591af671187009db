using System;

namespace Pmip.Linux.Polling;

/// <summary>What a descriptor is watched for.</summary>
[Flags]
public enum PollInterest : byte
{
    /// <summary>Only errors and hang-ups, which are always told.</summary>
    None = 0,

    /// <summary>Something can be read.</summary>
    Read = 1,

    /// <summary>Something can be written.</summary>
    Write = 2,
}

/// <summary>A descriptor that became ready.</summary>
/// <param name="Token">The number that it was added with.</param>
/// <param name="IsReadable">Reading will not block; it may give an error or the end.</param>
/// <param name="IsWritable">Writing will not block; it may give an error.</param>
/// <param name="IsBroken">An error is pending or the other side hung up.</param>
public readonly record struct PollEvent(ulong Token, bool IsReadable, bool IsWritable, bool IsBroken);
