using System;
using System.Text;
using Pmip.Foundation;

namespace Pmip.DataPath;

/// <summary>Number and names of the drop reasons.</summary>
public static class DropReasons
{
    private static readonly byte[][] Names = MakeNames();

    /// <summary>Number of reasons.</summary>
    public static int Count => Names.Length;

    /// <summary>Name in camelCase.</summary>
    public static ReadOnlySpan<byte> Name(DropReason reason) => Names[(int)reason];

    private static byte[][] MakeNames()
    {
        string[] names = Enum.GetNames<DropReason>();
        byte[][] made = new byte[names.Length][];
        foreach (string name in names)
        {
            made[(int)Enum.Parse<DropReason>(name)] = Encoding.UTF8.GetBytes(CamelCase.Of(name));
        }

        return made;
    }
}
