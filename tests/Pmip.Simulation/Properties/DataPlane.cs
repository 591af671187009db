namespace Pmip.Simulation.Properties;

/// <summary>
/// End to end: a packet of a device that goes through the tables of two kernels comes out as its own, or is dropped; never as another's. The world
/// checks each packet where it arrives; only the name stands here.
/// </summary>
public static class DataPlane;
