using System.IO;
using Pmip.Linux;
using Pmip.Linux.Processes;

namespace Pmip.Appliance.Store;

/// <summary>One process for each folder of state: another one finds the slots closed, and cannot commit.</summary>
internal static class StoreLock
{
    private const string FileName = "config.lock";

    /// <summary>Takes the folder; null when another process has it, and then <paramref name="isTaken"/>, or when it cannot be locked.</summary>
    public static FileLock? TryTake(string folder, out bool isTaken)
    {
        LinuxStatus status = FileLock.TryTake(Path.Join(folder, FileName), out FileLock? held);
        isTaken = status.IsWouldBlock;
        return held;
    }

    /// <summary>Slots that another process has.</summary>
    internal sealed class ClosedFolder : IBlockFolder
    {
        private static readonly LinuxStatus Busy = new(16); // EBUSY

        /// <inheritdoc/>
        public LinuxStatus TryOpen(string name, out IBlockFile? file, out bool isReadOnly)
        {
            file = null;
            isReadOnly = false;
            return Busy;
        }

        /// <inheritdoc/>
        public LinuxStatus Make(string name, int length) => Busy;

        /// <inheritdoc/>
        public LinuxStatus SetAside(string name) => Busy;
    }
}
