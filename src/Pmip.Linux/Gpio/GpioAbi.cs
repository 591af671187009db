namespace Pmip.Linux.Gpio;

/// <summary>Numbers and offsets of the GPIO character device, version 2 (linux/gpio.h); the same on x86-64 and ARM64.</summary>
internal static class GpioAbi
{
    public const nuint GetChipInformation = 0x8044_B401;
    public const nuint GetLineInformation = 0xC100_B405;
    public const nuint GetLine = 0xC250_B407;
    public const nuint GetLineValues = 0xC010_B40E;

    public const int NameLength = 32;
    public const int ChipInformationLength = 68;
    public const int ChipLabelOffset = 32;
    public const int ChipLinesOffset = 64;

    public const int LineInformationLength = 256;
    public const int LineInformationOffsetOffset = 64;

    public const int LineRequestLength = 592;
    public const int RequestConsumerOffset = 256;
    public const int RequestFlagsOffset = 288;
    public const int RequestAttributeCountOffset = 296;
    public const int RequestAttributeOffset = 320;
    public const int RequestAttributeValueOffset = RequestAttributeOffset + 8;
    public const int RequestAttributeMaskOffset = RequestAttributeOffset + 16;
    public const int RequestLineCountOffset = 560;
    public const int RequestDescriptorOffset = 588;

    public const ulong FlagActiveLow = 1 << 1;
    public const ulong FlagInput = 1 << 2;
    public const ulong FlagEdgeRising = 1 << 4;
    public const ulong FlagEdgeFalling = 1 << 5;
    public const ulong FlagBiasPullUp = 1 << 8;
    public const uint AttributeDebounce = 3;

    public const int EventLength = 48;
    public const int EventIdOffset = 8;
    public const uint EventRising = 1;
}
