using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Configuration;

/// <summary>Rules between the values of the section <c>log</c> and the rest of the file.</summary>
internal static class LogRules
{
    public static void Check(ConfigurationNode root, ConfigurationErrors errors)
    {
        if (root.Find("log") is not ConfigurationNode log)
        {
            return;
        }

        if (log.Find("syslog") is ConfigurationNode syslog)
        {
            CheckSyslog(syslog, errors);
        }

        if (log.Find("file")?.Find("folder") is ConfigurationNode folder)
        {
            string state = root.Find("state")?.Find("folder")?.Text ?? ApplianceConfiguration.DefaultStateFolder;
            if (Trim(folder.Text) == Trim(state))
            {
                errors.Add(folder, $"{folder.Text} is state.folder too; wanted is a folder of the log's own, such as {Trim(folder.Text)}/log");
            }
        }
    }

    private static void CheckSyslog(ConfigurationNode syslog, ConfigurationErrors errors)
    {
        ConfigurationNode? server = syslog.Find("server");
        bool isLocal = syslog.Find("local") is { Text: "true" };
        if (isLocal && server is not null)
        {
            errors.Add(server, "there is one syslog; wanted is either \"local\": true or a server");
        }
        else if (!isLocal && server is null && !syslog.Children.Exists(child => child.Name == "server"))
        {
            errors.Add(syslog, "nothing says where the syslog is; wanted is \"local\": true or the key \"server\"");
        }

        if (server is not null && IpAddress.Parse(server.Text).IsLinkLocal)
        {
            errors.Add(server, $"{server.Text} needs an interface to be reached by; wanted is an address that is not link-local");
        }
    }

    private static string Trim(string path) => path.Length > 1 ? path.TrimEnd('/') : path;
}
