namespace Pmip.DataPath;

/// <summary>Why an interface has an XDP program, or has none.</summary>
public enum XdpReason : byte
{
    /// <summary>It has one in its driver.</summary>
    Native,

    /// <summary>It has one behind the driver, for tests.</summary>
    Generic,

    /// <summary>The configuration says off.</summary>
    SwitchedOff,

    /// <summary>The interface is not there.</summary>
    InterfaceMissing,

    /// <summary>Its frames are not Ethernet frames.</summary>
    NotEthernet,

    /// <summary>It is made by software, and nobody forces it.</summary>
    SoftwareInterface,

    /// <summary>Another interface's number has the same low bits.</summary>
    NumberClash,

    /// <summary>No interface on the other side takes packets from XDP programs.</summary>
    NoCounterpart,

    /// <summary>The driver cannot, or cannot at this MTU or with these offloads.</summary>
    DriverRefuses,

    /// <summary>Somebody else has attached a program.</summary>
    Occupied,

    /// <summary>The kernel refuses for another reason.</summary>
    KernelRefuses,
}

/// <summary>The reasons in words.</summary>
public static class XdpReasons
{
    /// <summary>One clause in UTF-8.</summary>
    public static System.ReadOnlySpan<byte> TextOf(XdpReason reason) => reason switch
    {
        XdpReason.Native => "native"u8,
        XdpReason.Generic => "generic, for tests"u8,
        XdpReason.SwitchedOff => "dataPath.xdp is off"u8,
        XdpReason.InterfaceMissing => "no such interface"u8,
        XdpReason.NotEthernet => "not an Ethernet interface"u8,
        XdpReason.SoftwareInterface => "a software interface, faster without (dataPath.xdp force)"u8,
        XdpReason.NumberClash => "its number clashes with another interface's"u8,
        XdpReason.NoCounterpart => "no interface on the other side has it"u8,
        XdpReason.DriverRefuses => "the driver refuses it, perhaps at this MTU"u8,
        XdpReason.Occupied => "another program is attached"u8,
        _ => "refused by the kernel"u8,
    };
}
