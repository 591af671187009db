using System;
using Pmip.Linux;

namespace Pmip.Appliance.State;

/// <summary>
/// The folder for what must survive a restart, by the names of its files. The steps of a safe replacement are apart, so that a
/// test can lose power between any two of them.
/// </summary>
internal interface IStateFolder
{
    /// <summary>Reads a file, as much as there is room for.</summary>
    LinuxStatus Read(string name, Span<byte> room, out int length);

    /// <summary>Makes or replaces a file, perhaps in memory only.</summary>
    LinuxStatus Write(string name, ReadOnlySpan<byte> octets);

    /// <summary>Brings the octets of a file to the medium.</summary>
    LinuxStatus Synchronise(string name);

    /// <summary>Gives a file the name of another in one step, perhaps in memory only.</summary>
    LinuxStatus Rename(string from, string to);

    /// <summary>Brings the names of the files to the medium.</summary>
    LinuxStatus SynchroniseNames();
}
