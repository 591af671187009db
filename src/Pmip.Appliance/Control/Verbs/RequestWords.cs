using System;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>Where a word stands on its line, in octets; a length of zero is no word.</summary>
internal readonly record struct WordPlace(int Start, int Length);

/// <summary>Walks the words of a request line: blanks stand between them, a carriage return at its end is none of it.</summary>
internal ref struct RequestWords(ReadOnlySpan<byte> line)
{
    private readonly ReadOnlySpan<byte> _line = line;
    private int _next;

    /// <summary>Takes the next word; false after the last one.</summary>
    public bool TryNext(out WordPlace place)
    {
        int start = _line[_next..].IndexOfAnyExcept((byte)' ', (byte)'\r');
        if (start < 0)
        {
            place = new WordPlace(_line.Length, 0);
            return false;
        }

        int length = _line[(_next + start)..].IndexOfAny((byte)' ', (byte)'\r');
        place = new WordPlace(_next + start, length < 0 ? _line.Length - _next - start : length);
        _next = place.Start + place.Length;
        return true;
    }

    /// <summary>Lengthens the word that was taken last to all that stands on the line from there.</summary>
    public WordPlace TakeRest(WordPlace place)
    {
        _next = _line.Length;
        return new WordPlace(place.Start, _line[place.Start..].TrimEnd(" \r"u8).Length);
    }

    /// <summary>The octets of a word.</summary>
    public readonly ReadOnlySpan<byte> At(WordPlace place) => _line.Slice(place.Start, place.Length);
}
