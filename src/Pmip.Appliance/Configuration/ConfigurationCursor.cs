using System.Collections.Generic;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Pmip.Engine.Configuration;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Configuration;

/// <summary>
/// A place in a checked configuration. Values are read by path, and what is absent has the default of its row in
/// <see cref="ConfigurationSchema"/>; nothing here can fail once the checks have passed.
/// </summary>
internal readonly struct ConfigurationCursor(IConfiguration values, string key, string path)
{
    public ConfigurationCursor Section(string name) => new(values, Join(key, ':', name), Join(path, '.', name));

    /// <summary>The elements of a list; each has <paramref name="required"/>, or is a value itself when that is null.</summary>
    public IEnumerable<ConfigurationCursor> Elements(string name, string? required)
    {
        ConfigurationCursor list = Section(name);
        for (int i = 0; ; i++)
        {
            string elementKey = string.Create(CultureInfo.InvariantCulture, $"{list.Place}:{i}");
            if (values[required is null ? elementKey : Join(elementKey, ':', required)] is null)
            {
                yield break;
            }

            yield return new ConfigurationCursor(values, elementKey, list.Path + "[]");
        }
    }

    public string Place => key;

    public string Path => path;

    public string Value => values[key]!;

    public string? Optional(string name) => values[Join(key, ':', name)] ?? ConfigurationSchema.Find(Join(path, '.', name))!.Default;

    public string Text(string name) => Optional(name)!;

    public int Integer(string name) => int.Parse(Text(name), CultureInfo.InvariantCulture);

    // The JSON provider keeps "True" and "False" of booleans, not the words of the file.
    public bool Boolean(string name) => bool.Parse(Text(name));

    public Duration Milliseconds(string name) => Duration.FromMilliseconds(Integer(name));

    public Duration Seconds(string name) => Duration.FromSeconds(Integer(name));

    public IpAddress Address(string name) => Optional(name) is string text ? IpAddress.Parse(text) : IpAddress.Unspecified;

    public GreKey Key(string name) => GreKey.TryParse(Text(name), out GreKey greKey) ? greKey : GreKey.None;

    public IpPrefix? Prefix(string name) => Optional(name) is string text ? IpPrefix.Parse(text) : null;

    public PdnType PdnType(string name) => Text(name) switch
    {
        "ipv4" => Engine.Configuration.PdnType.Ipv4,
        "ipv6" => Engine.Configuration.PdnType.Ipv6,
        _ => Engine.Configuration.PdnType.Ipv4v6,
    };

    private static string Join(string parent, char separator, string name) => parent.Length == 0 ? name : parent + separator + name;
}
