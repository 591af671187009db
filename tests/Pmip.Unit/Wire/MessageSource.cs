using System;

namespace Pmip.Unit.Wire;

/// <summary>
/// Messages to try parsers on: noise behind a valid start, and reference messages with octets changed, cut, or options
/// spliced together.
/// </summary>
internal static class MessageSource
{
    /// <summary>Fills <paramref name="room"/>, which has 2,100 octets, and returns the length of the message.</summary>
    public static int Fill(Random random, Span<byte> room)
    {
        int kind = random.Next(10);
        if (kind == 0)
        {
            int length = random.Next(room.Length);
            random.NextBytes(room[..length]);
            return length;
        }

        if (kind <= 2)
        {
            int length = 8 * random.Next(1, 40);
            random.NextBytes(room[..length]);
            room[0] = 59;
            room[1] = (byte)((length / 8) - 1);
            room[2] = (byte)random.Next(26);
            return length;
        }

        ReadOnlySpan<byte> message = Vector.All[random.Next(Vector.All.Count)].MobilityHeader;
        message.CopyTo(room);
        if (message.IsEmpty)
        {
            return 0;
        }

        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            int at = random.Next(message.Length);
            room[at] = random.Next(3) switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)(room[at] ^ 1 << random.Next(8)),
                _ => (byte)(random.Next(2) == 0 ? 0 : 255),
            };
        }

        return random.Next(4) == 0 ? random.Next(message.Length + 1) : message.Length;
    }
}
