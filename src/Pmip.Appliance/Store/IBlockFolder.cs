using Pmip.Linux;

namespace Pmip.Appliance.Store;

/// <summary>The folder that holds block files by name.</summary>
internal interface IBlockFolder
{
    /// <summary>Opens a file that is there.</summary>
    LinuxStatus TryOpen(string name, out IBlockFile? file, out bool isReadOnly);

    /// <summary>
    /// Makes a file of zeros under the name, on the medium with its name before it returns: whenever the power fails, the file is
    /// there in its full length or not at all.
    /// </summary>
    LinuxStatus Make(string name, int length);

    /// <summary>Gives a file the name that ends in <c>.damaged</c>, for whoever looks into what happened.</summary>
    LinuxStatus SetAside(string name);
}
