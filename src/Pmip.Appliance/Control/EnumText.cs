using System;
using System.Runtime.CompilerServices;
using System.Text;
using Pmip.Foundation;

namespace Pmip.Appliance.Control;

/// <summary>Names of an enumeration's values in camelCase UTF-8, made once: printing one allocates nothing.</summary>
internal static class EnumText<TEnum>
    where TEnum : unmanaged, Enum
{
    private static readonly byte[][] Names = MakeNames();

    /// <summary>The name of a value; <c>unknown</c> when it has none.</summary>
    public static ReadOnlySpan<byte> Of(TEnum value)
    {
        byte[]? name = Names[Unsafe.As<TEnum, byte>(ref value)];
        return name is null ? "unknown"u8 : name;
    }

    private static byte[][] MakeNames()
    {
        Invariant.Require(Unsafe.SizeOf<TEnum>() == 1);
        byte[][] names = new byte[256][];
        foreach (TEnum value in Enum.GetValues<TEnum>())
        {
            TEnum copy = value;
            string name = Enum.GetName(value)!;
            names[Unsafe.As<TEnum, byte>(ref copy)] = Encoding.UTF8.GetBytes(CamelCase.Of(name));
        }

        return names;
    }
}
