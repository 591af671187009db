using System;
using System.Buffers.Binary;
using Pmip.Foundation.Randomness;

namespace Pmip.Appliance.Store;

/// <summary>
/// A configuration as it lies in its slot, filled with zeros to whole pages:
/// <code>
/// magic (4) | format (4) | generation (8) | octets of description (4) | octets of text (4) | description | text | generation (8) | check (8)
/// </code>
/// The check is over all before it. The generation stands at both ends, so that even a check that was hit by chance would have to
/// be hit together with it.
/// </summary>
internal static class SlotImage
{
    /// <summary>Octets that a slot is written in: a page of the kernel, and of most disks.</summary>
    public const int PageLength = 4096;

    private const uint Magic = 0x504D_4353; // PMCS
    private const uint Format = 1;
    private const int GenerationAt = 8;
    private const int DescriptionLengthAt = 16;
    private const int TextLengthAt = 20;
    private const int HeaderLength = 24;
    private const int TrailerLength = 16;
    private static readonly SipHash Function = new(0x706D_6970_736C_6F74, 0x696D_6167_6531_2121);

    /// <summary>Octets of the image, whole pages.</summary>
    public static int LengthOf(int descriptionLength, int textLength) =>
        (HeaderLength + descriptionLength + textLength + TrailerLength + PageLength - 1) / PageLength * PageLength;

    /// <summary>The image of a configuration, and its check.</summary>
    public static byte[] Of(StoredConfiguration stored, out ulong check)
    {
        byte[] description = stored.WriteDescription();
        byte[] image = new byte[LengthOf(description.Length, stored.Text.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(image, Magic);
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(4), Format);
        BinaryPrimitives.WriteUInt64BigEndian(image.AsSpan(GenerationAt), stored.Generation);
        BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(DescriptionLengthAt), description.Length);
        BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(TextLengthAt), stored.Text.Length);
        description.CopyTo(image, HeaderLength);
        stored.Text.CopyTo(image, HeaderLength + description.Length);
        int end = HeaderLength + description.Length + stored.Text.Length;
        BinaryPrimitives.WriteUInt64BigEndian(image.AsSpan(end), stored.Generation);
        check = Function.Strong(image.AsSpan(0, end + sizeof(ulong)));
        BinaryPrimitives.WriteUInt64BigEndian(image.AsSpan(end + sizeof(ulong)), check);
        return image;
    }

    /// <summary>Reads an image back; null unless every octet of it is the one that was written.</summary>
    public static StoredConfiguration? TryRead(ReadOnlySpan<byte> image, out ulong check)
    {
        check = 0;
        if (image.Length < HeaderLength + TrailerLength
            || BinaryPrimitives.ReadUInt32BigEndian(image) != Magic
            || BinaryPrimitives.ReadUInt32BigEndian(image[4..]) != Format)
        {
            return null;
        }

        uint descriptionLength = BinaryPrimitives.ReadUInt32BigEndian(image[DescriptionLengthAt..]);
        uint textLength = BinaryPrimitives.ReadUInt32BigEndian(image[TextLengthAt..]);
        long end = HeaderLength + (long)descriptionLength + textLength;
        if (end + TrailerLength > image.Length)
        {
            return null;
        }

        int last = (int)end;
        ulong generation = BinaryPrimitives.ReadUInt64BigEndian(image[GenerationAt..]);
        check = BinaryPrimitives.ReadUInt64BigEndian(image[(last + sizeof(ulong))..]);
        if (BinaryPrimitives.ReadUInt64BigEndian(image[last..]) != generation || Function.Strong(image[..(last + sizeof(ulong))]) != check)
        {
            return null;
        }

        return StoredConfiguration.TryRead(
            generation, image.Slice(HeaderLength, (int)descriptionLength), image.Slice(HeaderLength + (int)descriptionLength, (int)textLength));
    }
}
