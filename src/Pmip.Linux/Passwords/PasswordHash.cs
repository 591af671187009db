using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Pmip.Linux.Passwords;

/// <summary>
/// Hashes of passwords as <c>crypt(5)</c> writes them, by the libcrypt of the system. It is loaded when it is first needed, so that
/// a system without operators needs none.
/// </summary>
public static unsafe class PasswordHash
{
    /// <summary>Most octets of a password, as crypt(3) has it.</summary>
    public const int PasswordLengthMax = 511;

    private const string Library = "libcrypt.so.1";
    private const int OutputLength = 384;
    private const int ChanceLength = 16;

    // struct crypt_data has 32,768 octets in libxcrypt, and 131,232 in the C library's own of old.
    private const int StateLength = 132 * 1024;

    /// <summary>True when the text is a hash that this function can compare with: <c>$6$</c>, <c>$5$</c> or <c>$y$</c>.</summary>
    public static bool IsHash(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool isKnown = text.StartsWith("$6$", StringComparison.Ordinal)
            || text.StartsWith("$5$", StringComparison.Ordinal)
            || text.StartsWith("$y$", StringComparison.Ordinal);
        return isKnown && text.Length is > 20 and < OutputLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
            && !text.AsSpan().ContainsAny(":*!;\\");
    }

    /// <summary>
    /// Compares a password with a hash. It takes as long for a wrong password as for the right one. False with a
    /// <paramref name="problem"/> when it cannot be compared.
    /// </summary>
    public static bool Matches(string hash, string password, out string problem)
    {
        if (!TryHash(password, hash, out string made, out problem))
        {
            return false;
        }

        // Whole, whatever differs first.
        int difference = made.Length ^ hash.Length;
        for (int i = 0; i < made.Length; i++)
        {
            difference |= made[i] ^ hash[i % hash.Length];
        }

        return difference == 0;
    }

    /// <summary>Makes the hash of a password with a salt of its own, by SHA-512 (<c>$6$</c>): every libcrypt knows it.</summary>
    public static bool TryMake(string password, out string hash, out string problem)
    {
        hash = "";
        if (!TryFind("crypt_gensalt_rn", out nint function, out problem))
        {
            return false;
        }

        byte* chance = stackalloc byte[ChanceLength];
        byte* setting = stackalloc byte[OutputLength];
        LinuxStatus drawn = Processes.KernelRandom.Fill(new Span<byte>(chance, ChanceLength));
        if (!drawn.IsOk)
        {
            problem = $"the kernel's random source: {drawn.Message}";
            return false;
        }

        fixed (byte* method = "$6$\0"u8)
        {
            delegate* unmanaged<byte*, ulong, byte*, int, byte*, int, byte*> makeSalt =
                (delegate* unmanaged<byte*, ulong, byte*, int, byte*, int, byte*>)function;
            if (makeSalt(method, 0, chance, ChanceLength, setting, OutputLength) == null)
            {
                problem = $"{Library} makes no salt for SHA-512";
                return false;
            }
        }

        return TryHash(password, Encoding.ASCII.GetString(setting, LengthOf(setting)), out hash, out problem);
    }

    private static bool TryHash(string password, string setting, out string hash, out string problem)
    {
        hash = "";
        byte[] passphrase = Encoding.UTF8.GetBytes(password + "\0");
        if (passphrase.Length - 1 > PasswordLengthMax || password.Contains('\0', StringComparison.Ordinal))
        {
            problem = $"a password has at most {PasswordLengthMax} octets, none of them zero";
            return false;
        }

        if (!TryFind("crypt_r", out nint function, out problem))
        {
            return false;
        }

        byte[] settings = Encoding.ASCII.GetBytes(setting + "\0");
        byte* state = (byte*)NativeMemory.AllocZeroed(StateLength);
        try
        {
            fixed (byte* word = passphrase)
            fixed (byte* salt = settings)
            {
                byte* made = ((delegate* unmanaged<byte*, byte*, void*, byte*>)function)(word, salt, state);
                hash = made == null ? "" : Encoding.ASCII.GetString(made, LengthOf(made));
            }
        }
        finally
        {
            NativeMemory.Clear(state, StateLength);
            NativeMemory.Free(state);
            Array.Clear(passphrase);
        }

        if (hash.Length == 0 || hash[0] == '*')
        {
            hash = "";
            problem = $"{Library} does not know the method of the hash";
            return false;
        }

        return true;
    }

    private static bool TryFind(string name, out nint function, out string problem)
    {
        function = 0;
        if (!NativeLibrary.TryLoad(Library, out nint library))
        {
            problem = $"passwords need {Library} (Debian's package libcrypt1), and it is not on this system";
            return false;
        }

        if (!NativeLibrary.TryGetExport(library, name, out function))
        {
            problem = $"the {Library} of this system has no {name}; libxcrypt 4 has";
            return false;
        }

        problem = "";
        return true;
    }

    private static int LengthOf(byte* text) => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text).Length;
}
