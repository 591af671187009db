namespace Pmip.Appliance.Configuration;

/// <summary>Makes the typed section <c>mag.attaches</c> out of one that has passed the checks.</summary>
internal static class AttachReader
{
    public static AttachConfiguration Read(ConfigurationCursor attaches) => new()
    {
        PerSecond = attaches.Integer("perSecond"),
        Burst = attaches.Integer("burst"),
    };
}
