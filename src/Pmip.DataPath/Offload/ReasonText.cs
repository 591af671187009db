using System;
using System.Text.Unicode;

namespace Pmip.DataPath.Offload;

/// <summary>A reason in words, in a place that is made once: setting it allocates nothing. What does not fit is cut.</summary>
internal sealed class ReasonText
{
    private readonly byte[] _octets = new byte[OffloadLimits.ReasonMax];
    private int _length;

    /// <summary>The words, UTF-8.</summary>
    public ReadOnlySpan<byte> Octets => _octets.AsSpan(0, _length);

    /// <summary>Sets other words.</summary>
    public void Set(ReadOnlySpan<byte> words)
    {
        _length = 0;
        Append(words);
    }

    /// <summary>Adds words of ours.</summary>
    public void Append(ReadOnlySpan<byte> words)
    {
        int length = Math.Min(words.Length, _octets.Length - _length);
        words[..length].CopyTo(_octets.AsSpan(_length));
        _length += length;
    }

    /// <summary>Adds words of a kernel, a driver or a plug-in: what is not printable text does not come through.</summary>
    public void AppendForeign(ReadOnlySpan<byte> words)
    {
        if (!Utf8.IsValid(words))
        {
            Append("(unreadable)"u8);
            return;
        }

        foreach (byte octet in words)
        {
            if (_length < _octets.Length)
            {
                _octets[_length++] = octet is < 0x20 or 0x7F ? (byte)' ' : octet;
            }
        }
    }
}
