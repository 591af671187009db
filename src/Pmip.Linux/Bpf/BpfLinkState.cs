namespace Pmip.Linux.Bpf;

/// <summary>What the kernel says of a link.</summary>
/// <param name="InterfaceIndex">The interface; 0 when it is gone, and the link with it.</param>
/// <param name="ProgramId">Number of the program that it keeps there.</param>
public readonly record struct BpfLinkState(int InterfaceIndex, uint ProgramId);
