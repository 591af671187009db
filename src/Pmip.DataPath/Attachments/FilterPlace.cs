namespace Pmip.DataPath.Attachments;

/// <summary>The fixed place of a program's filter at a traffic classifier, the same in every version.</summary>
/// <param name="Egress">On the way out.</param>
/// <param name="Priority">Its priority, which no other program has on the same interface.</param>
internal readonly record struct FilterPlace(bool Egress, ushort Priority)
{
    private const ushort FirstPriority = 0x504D;

    /// <summary>The place of the program with this name; false for a name that no version had.</summary>
    public static bool TryFind(string program, out FilterPlace place)
    {
        place = program switch
        {
            "decap" => new FilterPlace(false, FirstPriority),
            "encap_access" => new FilterPlace(false, FirstPriority + 1),
            "encap_service" => new FilterPlace(false, FirstPriority + 2),
            "encap_tunnel" => new FilterPlace(true, FirstPriority),
            _ => default,
        };
        return place.Priority != 0;
    }
}
